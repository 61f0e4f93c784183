// The commands of docs/dialects/lingxing.md, as they are printed.
import { testPagesOf } from '../../support/golden-pages.js'

testPagesOf('lingxing')
