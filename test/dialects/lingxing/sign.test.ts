// The vectors S1–S17 of facts/lingxing.md §4.
import { hash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { bodyParameters, isObject, signText, textOf } from '../../../src/dialects/lingxing/sign.js'

const APP = 'ak_0123456789abc'
const COMMON = {
  access_token: '4dcaa78e-b52d-4325-bc35-571021bb0787',
  app_key: APP,
  timestamp: '1720429074',
}
const CREATE_ORDER =
  '{"store_name":"8speed-US1","country":"美国","order_id":"1000796","is_blank_box":"否","is_block_amzl":"否","receiver":"jack","country_code":"US","region":"AL-Alabama","city":"Autaugaville","address1":"Autauga","address2":"Autauga","postcode":"36003","phone_number":"123456","buyers_mailbox":"123456@gmail.com","order_id_for_packing":"1802","date_for_packing":"2022-12-09","remark_for_packing":"Thank you for your order","delivery_operation":"保留订单","delivery_service":"标准配送","remark":"备注","item_list":[{"msku":"msku123","quantity_shipped":1,"declared_value":1.23,"declared_currency":"USD"}]}'
const UNUSUAL =
  '{"receiver":"Zo\\u00eb A\\u030angstr\\u00f6m \\ud83d\\udc69\\u200d\\ud83d\\ude80 \\ud842\\udfb7\\u91ce\\u5bb6","address1":"a&b=c+d%20\\"q\\"\\\\/\\u00e9\\nL2","remark":"\\u202eRTL\\u202c \\u0645\\u0631\\u062d\\u0628\\u0627","item_list":[{"msku":"\\u8d64/\\u7ea2\\"1\\"<&>\\u0001\\t\\ud835\\udcb3","\\u5907\\u6ce8":"\\ufb01e\\u0301"}]}'
const NESTED =
  '{"item_list":[{"msku":"A","note":null,"ok":true,"tags":[],"x":{}},{"msku":"","q":2.50,"b":[1,"x"]}],"none":[],"obj":{}}'

/** The signs of a body, one for each form, and the texts' MD5. */
function signs(body: string, common: Record<string, string> = COMMON) {
  return [...(bodyParameters(Buffer.from(body)) ?? [])].map((parameters) => {
    const text = textOf(new Map([...parameters, ...Object.entries(common)]))
    return { md5: hash('md5', text, 'hex').toUpperCase(), sign: signText(text, common.app_key ?? '') }
  })
}

const VECTORS: readonly (readonly [string, string, string, string])[] = [
  [
    'S1',
    '',
    '4BFE7194F4FE8B5E8D389B1ADEC4E576',
    '2mdenVX91CjDOIY6otwYkcWlgjDRD49FgtOmqe7SSHRIwVhSPzVcd0sPeLkAl3rO',
  ],
  [
    'S2',
    '{"offset":"0","length":"100"}',
    '0EA3349EE4830585FA9365C7649D8EFF',
    'NJY7sQ7spfKf6ME3nYyQzlMsTMfTpmdHMZaR5KhEbfdIwVhSPzVcd0sPeLkAl3rO',
  ],
  [
    'S3',
    '{"name": "kobe", "content": { "city": "lake", "age": "133" }}',
    'F278B66AC8952963FF17A3E8BF8FEA1E',
    'mtVddDKb63CxbuvzJWg7vlujA/sA51WjeAJMzvieG9lIwVhSPzVcd0sPeLkAl3rO',
  ],
  [
    'S4',
    CREATE_ORDER,
    '421FE02D44D9D58D6ADE9A4824D65AA4',
    'e5bhiT02utR1CQBYx5QzsEGLrZtEi4854zn3LZb5fuJIwVhSPzVcd0sPeLkAl3rO',
  ],
  [
    'S5',
    '{"sid":6,"seller_fulfillment_order_id":"332565"}',
    '9FB02DC9A7150D9F43F9BA58B2328FCB',
    'S/VXtyjqquq/VFhA1z3vfeIWfPJjawvp2HTJIe7E/kZIwVhSPzVcd0sPeLkAl3rO',
  ],
  [
    'S6',
    '{"sids":[43,19,17,16,22],"order_status":["NEW","RECEIVED","PLANNING"],"date_type":1,"offset":0,"length":20}',
    'C4AD87150FE4B95160CD3BFDC18D44F6',
    '5UQ6ixpl15VB5sy4inws0QO5SkPrTTLFCsN+WbjOjJ9IwVhSPzVcd0sPeLkAl3rO',
  ],
  [
    'S7',
    '{"sid":17,"remark":null,"phone_number":"","city":" ","address2":"0"}',
    '689C5E9B0BFB3C5CE8C8430AAB141673',
    'Md5yAjsEQbcnxvw+QH2qpU8USf5ZEMA5vXc82roliVNIwVhSPzVcd0sPeLkAl3rO',
  ],
  [
    'S8',
    '{"on":true,"off":false,"zero":0,"neg":-1.5,"dec":1.10,"big":9007199254740993,"str_true":"true"}',
    'B786EE884A5E2D26D61081917CD96D5A',
    'ff6vubfk79/TM8m92xmOb37s4yMm+oua3iFCvM1vguZIwVhSPzVcd0sPeLkAl3rO',
  ],
  [
    'S9 as sent',
    NESTED,
    'A6CDA7A516F2C97FC710CBE95252BCA6',
    'A9X7MvzqIg9lzUwpBVNcASLO8z4mQZRPtKXx8+VnTWpIwVhSPzVcd0sPeLkAl3rO',
  ],
  [
    'S9 with sorted keys',
    NESTED,
    '6C45F36B78225E9A5C6C1F8A90F87D9A',
    'svmqUvdrl7zs3qrECQaATuxAffj6L3tP2uWbMLgemWNIwVhSPzVcd0sPeLkAl3rO',
  ],
  [
    'S10',
    UNUSUAL,
    '559F39F9E543E5981EB484644DFBF441',
    'yzPMnZVdEqooxFJyZBP2PvhpkAlhWMlBpXUVwV1vWVdIwVhSPzVcd0sPeLkAl3rO',
  ],
  [
    'S10 as raw UTF-8',
    JSON.stringify(JSON.parse(UNUSUAL)),
    '559F39F9E543E5981EB484644DFBF441',
    'yzPMnZVdEqooxFJyZBP2PvhpkAlhWMlBpXUVwV1vWVdIwVhSPzVcd0sPeLkAl3rO',
  ],
  [
    'S11',
    '{"Zeta":"1","alpha":"2","_x":"3","a1":"4","a_b":"5","aB":"6","ab":"7"}',
    'B603AE1925E7B333F6786213C478C854',
    'aFiPueOFdhkTEYbw+rXOA3cFjeZfvjFlQptHxAZ/TR9IwVhSPzVcd0sPeLkAl3rO',
  ],
  [
    'S12',
    '{"invoice.pdf":"5d41402abc4b2a76b9719d911017c592"}',
    '7B0BDBEF3D755051F5A614A0F874C70C',
    'uoJOuuDyrZ+VZcsEWYZZeo0+jCh4pXozSdkbumFmqRRIwVhSPzVcd0sPeLkAl3rO',
  ],
  [
    'S13',
    '{"order_info":[{"sid":109,"seller_fulfillment_order_id":"669-R-R"}]}',
    '2927F82FD869166818CE13881B46EFFB',
    '6CCKgCKY6TvBs1jIHO0i/BFZvl8ObitBVdRBahrsE2ZIwVhSPzVcd0sPeLkAl3rO',
  ],
  [
    'S15',
    '{"sid":7,"amazonOrderId":"S03-4986301-7824623"}',
    '900FEFC027FD000157370DE350D96B6F',
    '2PlFw9T2FnU1caT//XzNm5+OkbW34QqjPKn/A4feDiJIwVhSPzVcd0sPeLkAl3rO',
  ],
  [
    'S16 as sent',
    '{"item_list":[{"msku":"A","note":null,"quantity_shipped":1}]}',
    '590BE45932E3B20CA73BD4F45AC5D5B6',
    '5FLGsZVZJLAJENrFWhR3N+vGbmuYaDgnxLUe9VJ1BJZIwVhSPzVcd0sPeLkAl3rO',
  ],
  [
    'S16 without null',
    '{"item_list":[{"msku":"A","note":null,"quantity_shipped":1}]}',
    'BD32C25FEB70B2255B914B259A99DD08',
    'a0FhikAPLWz9apfRKsnd9owr7S9OdlDwVJC8qoRhJQ5IwVhSPzVcd0sPeLkAl3rO',
  ],
  [
    'S17',
    '{"item_list":[{"msku":"msku123","quantity_shipped":1,"declared_value":1.0}]}',
    '42B0427AAECB2A6F2DC62853FAA54ECA',
    '34SNigyK96KUuiyzkc9RD/+aFVETc5naLb9fhio8YcxIwVhSPzVcd0sPeLkAl3rO',
  ],
]

describe('the vectors of the facts', () => {
  test.each(VECTORS)('%s', (_name, body, md5, sign) => {
    expect(signs(body)).toContainEqual({ md5, sign })
  })

  test('S14: another AppId, in the text and as key', () => {
    const [one] = signs('', { ...COMMON, app_key: 'ak_zyxwvutsrqpon' })
    expect(one).toEqual({
      md5: '35535A2963D6C1E44059F95B910DE558',
      sign: 'pgnfkjRl2ullHBxYjLn72enJ9FZ1YSbeIX50txHuNZ4vWqVQcx+LNGRB4kBZ/ubT',
    })
  })

  test('S17: 1.0 is not 1', () => {
    const body = '{"item_list":[{"msku":"msku123","quantity_shipped":1,"declared_value":1.0}]}'
    const wrong = 'R3tPMs1ZgJhfv4AEgVVt10wJo0+B5R7WB3x/Oe4h02RIwVhSPzVcd0sPeLkAl3rO'
    expect(signs(body).map((one) => one.sign)).not.toContain(wrong)
  })
})

describe('one body, however it is written', () => {
  const { sign } = signs(CREATE_ORDER)[0] ?? { sign: '' }
  test.each([
    ['with white space', JSON.stringify(JSON.parse(CREATE_ORDER), null, 4)],
    [
      'with everything escaped that may be',
      CREATE_ORDER.replace(/[^ -~]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`),
    ],
    ['with null nested and sent raw', CREATE_ORDER],
  ])('%s', (_name, body) => {
    expect(signs(body).map((one) => one.sign)).toContain(sign)
  })

  test.each(['[]', '1', '"x"', '{', '{"a"}', 'null', '{"a":}'])('%s is no object', (body) => {
    expect(isObject(Buffer.from(body))).toBe(false)
  })
})
