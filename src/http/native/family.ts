/** Whose credentials are those of this API itself. */
export const FAMILY = 'native'
