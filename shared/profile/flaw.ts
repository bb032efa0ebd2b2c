/** What the schema alone can't see in a profile. */
export interface ProfileFlaw {
  readonly path: readonly (string | number)[];
  /** Set if the key is wrong that the path ends with, and not its value. */
  readonly about?: 'key';
  readonly message: string;
  readonly suggestion: string;
}
