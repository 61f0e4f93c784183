/**
 * States and provinces by marketplace. Germany's are printed in facts/lingxing.md §8.11; those of the United States
 * and Canada are ISO 3166-2's. Other countries have none here: createOrder takes any region.
 */

export interface State {
  readonly code: string
  readonly name: string
}

const LISTS = {
  DE: `
    BW Baden-Wurttemberg, BY Bayern, BE Berlin, BB Brandenburg, HB Bremen, HH Hamburg, HE Hessen,
    MV Mecklenburg-Vorpommern, NI Niedersachsen, NW Nordrhein-Westfalen, RP Rheinland-Pfalz, SL Saarland,
    SN Sachsen, ST Sachsen-Anhalt, SH Schleswig-Holstein, TH Thuringen`,
  US: `
    AL Alabama, AK Alaska, AZ Arizona, AR Arkansas, CA California, CO Colorado, CT Connecticut,
    DE Delaware, DC District of Columbia, FL Florida, GA Georgia, HI Hawaii, ID Idaho, IL Illinois,
    IN Indiana, IA Iowa, KS Kansas, KY Kentucky, LA Louisiana, ME Maine, MD Maryland, MA Massachusetts,
    MI Michigan, MN Minnesota, MS Mississippi, MO Missouri, MT Montana, NE Nebraska, NV Nevada,
    NH New Hampshire, NJ New Jersey, NM New Mexico, NY New York, NC North Carolina, ND North Dakota,
    OH Ohio, OK Oklahoma, OR Oregon, PA Pennsylvania, RI Rhode Island, SC South Carolina,
    SD South Dakota, TN Tennessee, TX Texas, UT Utah, VT Vermont, VA Virginia, WA Washington,
    WV West Virginia, WI Wisconsin, WY Wyoming`,
  CA: `
    AB Alberta, BC British Columbia, MB Manitoba, NB New Brunswick, NL Newfoundland and Labrador,
    NS Nova Scotia, NT Northwest Territories, NU Nunavut, ON Ontario, PE Prince Edward Island, QC Quebec,
    SK Saskatchewan, YT Yukon`,
}

export const STATES: ReadonlyMap<string, readonly State[]> = new Map(
  Object.entries(LISTS).map(([country, list]) => [country, list.split(',').map(readState)]),
)

/** `AL Alabama`. */
function readState(entry: string): State {
  const [, code = '', name = ''] = /^(\w+) (.+)$/.exec(entry.trim()) ?? []
  return { code, name }
}
