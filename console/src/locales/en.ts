/** All that is English. */
import antd from 'antd/locale/en_US'
import said from '../said/en.json'
import texts from './en.json'

export const language = { texts, said, antd }
