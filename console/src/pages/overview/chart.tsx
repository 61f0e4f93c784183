/** A chart of stacked bars, in the colours of the theme. It stands beside words and links that say the same. */
import { BarChart } from 'echarts/charts'
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'
import { useTheme } from '../../theme'

use([BarChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer])

export interface Series {
  readonly name: string
  readonly values: readonly number[]
}

interface BarsProps {
  /** Says what is shown, for those who don't see it. */
  readonly label: string
  readonly categories: readonly string[]
  readonly series: readonly Series[]
  readonly choose?: (category: number, series: number) => void
}

const LIGHT = {
  bars: ['#0f5e75', '#c2782a', '#5b7f3a', '#8a4f8f', '#b0413e', '#4d6fb3', '#7b7368', '#2f9c8f'],
  text: '#55606d',
  line: '#e3e7eb',
  paper: '#ffffff',
}
const DARK: typeof LIGHT = {
  bars: ['#5fb6d6', '#e0a458', '#9bc16a', '#c793cc', '#ef7d72', '#8fadea', '#b8afa2', '#63cfc1'],
  text: '#a5afba',
  line: '#2a323b',
  paper: '#171d23',
}

export function Bars({ label, categories, series, choose }: BarsProps) {
  const place = useRef<HTMLDivElement>(null)
  const { isDark } = useTheme()
  useEffect(() => {
    const element = place.current
    if (element === null) return
    const { bars, text, line, paper } = isDark ? DARK : LIGHT
    const chart = init(element)
    chart.setOption({
      animation: false,
      color: bars,
      grid: { left: 44, right: 8, top: 12, bottom: series.length > 1 ? 52 : 28 },
      textStyle: { color: text },
      // As a picture: the page's policy lets no style stand in markup.
      tooltip: {
        trigger: 'axis',
        renderMode: 'richText',
        confine: true,
        backgroundColor: paper,
        borderColor: line,
        textStyle: { color: text },
      },
      ...(series.length > 1 && { legend: { bottom: 0, type: 'plain', textStyle: { color: text } } }),
      xAxis: {
        type: 'category',
        data: [...categories],
        axisLine: { lineStyle: { color: line } },
        axisLabel: { color: text },
      },
      yAxis: {
        type: 'value',
        minInterval: 1,
        splitLine: { lineStyle: { color: line } },
        axisLabel: { color: text },
      },
      series: series.map(({ name, values }) => ({
        type: 'bar',
        name,
        stack: 'all',
        data: [...values],
        cursor: choose === undefined ? 'default' : 'pointer',
      })),
    })
    if (choose !== undefined) {
      chart.on('click', ({ dataIndex, seriesIndex }) => choose(dataIndex, seriesIndex ?? 0))
    }
    const watcher = new ResizeObserver(() => chart.resize())
    watcher.observe(element)
    return () => {
      watcher.disconnect()
      chart.dispose()
    }
  }, [categories, series, choose, isDark])
  return <div ref={place} className="chart" role="img" aria-label={label} />
}
