import { testPairsFrom } from './pairs.js'

testPairsFrom('apicenter')
