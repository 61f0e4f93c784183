/** One import. */
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import { Page } from '../../parts/page'
import { ImportProgress } from './import-progress'

export function Component() {
  const { t } = useTranslation()
  const { id = '' } = useParams()
  return (
    <Page title={t('imports.one', { id })} actions={<Link to="/imports">{t('imports.back')}</Link>}>
      <ImportProgress key={id} id={Number(id)} />
    </Page>
  )
}
