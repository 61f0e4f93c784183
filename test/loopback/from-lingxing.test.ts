import { testPairsFrom } from './pairs.js'

testPairsFrom('lingxing')
