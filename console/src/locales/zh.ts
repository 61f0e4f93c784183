/** All that is Chinese. */
import antd from 'antd/locale/zh_CN'
import 'dayjs/locale/zh-cn'
import said from '../said/zh.json'
import texts from './zh.json'

export const language = { texts, said, antd }
