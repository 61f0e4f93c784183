import { testPairsFrom } from './pairs.js'

testPairsFrom('pandapon')
