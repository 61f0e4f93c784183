/** What stands where a page can't: it is loading, it failed, or there is none. */
import { Button, Result, Spin } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

export function LoadingPage() {
  const { t } = useTranslation()
  return (
    <div className="waiting" role="status" aria-label={t('common.loading')}>
      <Spin />
    </div>
  )
}

/** A bug, or a script that can't be loaded since the hub has been upgraded meanwhile: loading anew mends that. */
export function FailedPage() {
  const { t } = useTranslation()
  return (
    <Result
      status="error"
      title={t('failed.title')}
      subTitle={t('failed.advice')}
      extra={
        <Button type="primary" onClick={() => window.location.reload()}>
          {t('failed.reload')}
        </Button>
      }
    />
  )
}

export function LostPage() {
  const { t } = useTranslation()
  return (
    <Result
      status="info"
      title={t('lost.title')}
      subTitle={t('lost.advice')}
      extra={<Link to="/orders">{t('lost.toOrders')}</Link>}
    />
  )
}
