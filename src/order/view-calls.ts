/** Calls about views: how somebody likes to look at a list, kept under a name of theirs. */
import type { Slice, Sliced } from './setup-calls.js'

export type ViewedPage = 'orders'

/** Of one owner and one page. */
export const MOST_VIEWS = 50

export interface ViewWish {
  readonly name: string
  /** Conditions of the page's list, by their names in its query. */
  readonly filters: Readonly<Record<string, string>>
  /** What is shown of each row, by names that mean nothing to the hub. */
  readonly columns: readonly string[]
}

export interface ViewRecord extends ViewWish {
  readonly updatedAt: number
}

/** `owner`: whose views they are; nobody else sees them. */
interface Shelf {
  readonly owner: string
  readonly page: ViewedPage
}

export interface ViewCalls {
  /** By name. */
  listViews: { input: Slice & Shelf; output: Sliced<ViewRecord> }
  /** Makes it, or changes the one of that name. */
  putView: { input: Shelf & { wish: ViewWish }; output: ViewRecord }
  /** Answers with the view as it was. */
  deleteView: { input: Shelf & { name: string }; output: ViewRecord }
}
