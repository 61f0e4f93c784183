/** The question before a notice is closed, which can't be undone: what is still missing of it. */
import { useTranslation } from 'react-i18next'
import { ActDialog } from '../../parts/act-dialog'
import type { Notice } from '../../types'
import { numberText } from '../../words'
import { missingOf } from './receiving'

/** More of them are only counted. */
const MOST_NAMED = 12

interface CloseNoticeProps {
  readonly notice: Notice
  readonly act: (key: string) => Promise<void>
  readonly close: () => void
}

export function CloseNotice({ notice, act, close }: CloseNoticeProps) {
  const { t } = useTranslation()
  const { number, rows } = notice
  const missing = rows
    .map((row) => ({ ...row, pieces: missingOf(row, {}) }))
    .filter(({ pieces }) => pieces > 0)
  const pieces = missing.reduce((sum, row) => sum + row.pieces, 0)
  const unnamed = missing.length - MOST_NAMED
  return (
    <ActDialog
      title={t('inbound.closeTitle', { number })}
      lead={t('inbound.closeLead')}
      confirm={t('inbound.closeConfirm')}
      danger
      act={(_, key) => act(key)}
      done={() => undefined}
      close={close}
    >
      {missing.length === 0 && <p>{t('inbound.nothingMissing')}</p>}
      {missing.length > 0 && (
        <>
          <p>{t('inbound.missingPieces', { count: pieces, pieces: numberText(pieces) })}</p>
          <ul>
            {missing.slice(0, MOST_NAMED).map((row) => (
              <li key={row.rowNumber}>
                <span className="number">{numberText(row.pieces)}</span> ×{' '}
                <span className="code">{row.sku}</span>
              </li>
            ))}
          </ul>
          {unnamed > 0 && <p>{t('inbound.moreRows', { count: unnamed })}</p>}
        </>
      )}
    </ActDialog>
  )
}
