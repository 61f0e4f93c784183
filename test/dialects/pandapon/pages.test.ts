// The commands of docs/dialects/pandapon.md, as they are printed.
import { testPagesOf } from '../../support/golden-pages.js'

testPagesOf('pandapon')
