/** The first of a list, and how many there are beside. */
export interface Listed<Item> {
  readonly shown: readonly Item[];
  readonly left_out: number;
}
