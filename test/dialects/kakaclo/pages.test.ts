// The commands of docs/dialects/kakaclo.md, as they are printed.
import { testPagesOf } from '../../support/golden-pages.js'

testPagesOf('kakaclo')
