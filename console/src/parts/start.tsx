/** Where one comes to after signing in: how things go, for those who may see it. */
import { Navigate } from 'react-router'
import { START } from '../../../src/http/console-pages.js'
import { useMay } from '../permissions'

export function StartPage() {
  const may = useMay()
  return <Navigate to={may('orders.read') ? `/${START}` : '/stock'} replace />
}
