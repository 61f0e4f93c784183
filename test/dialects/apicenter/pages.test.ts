// The commands of docs/dialects/apicenter.md, as they are printed.
import { testPagesOf } from '../../support/golden-pages.js'

testPagesOf('apicenter')
