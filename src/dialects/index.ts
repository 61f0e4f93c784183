/** All dialects: adding one is a folder beside this file and a line in this list. */
import type { Dialect } from '../wire/dialect.js'
import { apicenter } from './apicenter/index.js'
import { kakacloV1, kakacloV2 } from './kakaclo/index.js'
import { lingxing } from './lingxing/index.js'
import { pandapon, pandapon1688 } from './pandapon/index.js'

export const dialects: readonly Dialect[] = [
  kakacloV1,
  kakacloV2,
  lingxing,
  pandapon,
  pandapon1688,
  apicenter,
]
