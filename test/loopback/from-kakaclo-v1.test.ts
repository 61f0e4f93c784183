import { testPairsFrom } from './pairs.js'

testPairsFrom('kakaclo-v1')
