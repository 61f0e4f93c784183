/** What each API calls an item, and what it is called at the platforms of connections. */
import { Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { withQuery } from '../../api'
import { LoadingPage } from '../../parts/fallback'
import { ProblemNote } from '../../parts/problem'
import { useReading } from '../../reading'
import type { ItemNames as Names } from '../../types'

interface ItemNamesProps {
  readonly sku: string
  /** Whose item; if not given, of the account for which the person acts. */
  readonly account: string | undefined
  readonly close: () => void
}

export function ItemNames({ sku, account, close }: ItemNamesProps) {
  const { t } = useTranslation()
  const path = withQuery(`/v1/items/${encodeURIComponent(sku)}/names`, { account })
  const { value, problem, again } = useReading<Names>(path)
  return (
    <Modal open title={t('items.namesTitle', { sku })} footer={null} onCancel={close}>
      <ProblemNote problem={problem} again={again} />
      {value === null && problem === null && <LoadingPage />}
      {value !== null && (
        <>
          <table className="names" aria-label={t('items.namesTitle', { sku })}>
            <thead>
              <tr>
                <th scope="col">{t('items.api')}</th>
                <th scope="col">{t('items.calledThere')}</th>
              </tr>
            </thead>
            <tbody>
              {value.dialects.map(({ dialect, title, names }) => (
                <tr key={dialect}>
                  <td>{title}</td>
                  <td>
                    {names.length === 0 && <span className="soft">{t('items.noName')}</span>}
                    {names.map((one) => (
                      <div key={one.field} className="code">
                        {one.field}: {one.value}
                      </div>
                    ))}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {value.connections !== null && value.connections.length > 0 && (
            <table className="names" aria-label={t('items.atConnections')}>
              <thead>
                <tr>
                  <th scope="col">{t('items.connection')}</th>
                  <th scope="col">{t('items.calledThere')}</th>
                </tr>
              </thead>
              <tbody>
                {value.connections.map((one) => (
                  <tr key={one.id}>
                    <td>
                      <Link to={`/connections/${one.id}`}>{one.name}</Link>
                    </td>
                    <td>
                      <span className="code">{one.sku}</span>{' '}
                      {!one.mapped && <span className="soft">{t('items.notMapped')}</span>}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </>
      )}
    </Modal>
  )
}
