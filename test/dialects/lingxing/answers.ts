// The two forms in which Lingxing refuses: the gateway's, and an operation's.
import { expect } from 'vitest'

export const longForm = (code: string, text: string, message: string | null = null) => ({
  code,
  msg: text,
  data: {
    throwable: text,
    throwTime: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
    message,
    stackTrace: null,
    metadata: {},
  },
})

export const refused = (code: number, message: string, details: string[]) => ({
  code,
  data: null,
  error_details: details,
  message,
  response_time: expect.any(String),
  request_id: expect.stringMatching(/^[0-9a-f]{32}\.\d{2,3}\.\d{17}$/),
  total: 0,
})
