/** What of our own API's requests and answers is put on no record: secrets, and what is of persons. */
import type { PrivateFields } from './request-log.js'

export const OWN_PRIVATE_FIELDS: PrivateFields = {
  // Whatever they hold. Numbers of things are no secrets: a webhook endpoint names its credential by one.
  secret: [
    'password',
    'currentPassword',
    'newPassword',
    'passwordHash',
    'secret',
    'appSecret',
    'accessSecret',
    'apiKey',
    'accessKey',
    'accessToken',
    'refreshToken',
    'token',
    'csrfToken',
    'credential',
    'credentials',
    'authorization',
  ],
  personal: [
    'recipient',
    'buyer',
    'phone',
    'email',
    'province',
    'city',
    'street1',
    'street2',
    'postalCode',
    'ioss',
    'vat',
    'remark',
    'text',
    'images',
    'urls',
    'extra',
  ],
}
