import type { JsonObject, ShownSecrets } from './compare.ts';

/** Where in an answer something stands: names with a dot between them, `*` for each entry. */
export type Place = string;

/** One request, complete but for the keys of things that are only known once they are there: `:client`. */
export interface ThingRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  /** Of something read: HTTP 404 says that it is not there yet. */
  readonly absent?: true;
  /** What is sent is one entry of a list that stands at `url` and is sent as a whole; nothing sent: the list without it. */
  readonly entry?: ListEntry;
}

/** One entry of a list within an answer. */
export interface ListEntry {
  /** Where the list stands, with slashes. */
  readonly at: string;
  /** Which entry it is. */
  readonly where: Readonly<Record<Place, string>>;
  /** What an entry doesn't show stays with its place, so that only the last can be removed. */
  readonly by_place?: true;
}

/** Where the keys of others stand in a body. */
export interface KeyUse {
  /** Where, with slashes. */
  readonly path: string;
  /** What they are the keys of: things above, or what is looked up. */
  readonly of: readonly string[];
  /** All of them as a list, or the only one. */
  readonly list: boolean;
}

/** How something is asked for. */
interface Reading {
  readonly url: string;
  readonly list?: Place;
  readonly where: Readonly<Record<Place, string>>;
  /** The address is not there before the thing is. Absent: it always answers, so that HTTP 404 says nothing of the thing. */
  readonly absent?: true;
}

/** A list that is answered in pages. */
export interface PagedList {
  readonly url: string;
  readonly list: Place;
  readonly pages: {
    readonly query: string;
    /** `entries`: how many come before the page; `pages`: its number, from 1 on. */
    readonly counts: 'pages' | 'entries';
    readonly size: number;
    readonly total?: Place;
  };
}

/** Something that has to be there already and whose key is wanted, such as a group by its name. */
export interface Find {
  /** Several with the same id are a list. */
  readonly id: string;
  readonly title: string;
  readonly read: Reading;
  readonly key: Place;
  /** What a person does where it is not there. */
  readonly lacks: string;
  /** Where it is not there: `stop` sends nothing at all, `leave` does the rest and says what is left to do. */
  readonly without: 'stop' | 'leave';
}

/** One thing that a product shall hold, such as a client, filled in from a profile's `api`. */
export interface Thing {
  readonly id: string;
  readonly title: string;
  readonly read: Reading & {
    /** Members of the body that the answer shows elsewhere, and where. Nothing else of it is compared. */
    readonly shows?: Readonly<Record<string, Place>>;
  };
  readonly key?: Place;
  readonly keys?: readonly KeyUse[];
  /** The thing above that it belongs to: it is there as soon as that one is. */
  readonly part_of?: string;
  /** It counts only where it is there. */
  readonly optional?: true;
  readonly make?: ThingRequest;
  readonly change?: ThingRequest & { readonly whole: boolean | readonly string[] };
  readonly remove?: ThingRequest;
  readonly wanted: JsonObject;
  /** The paths in `wanted`, with slashes, that hold a secret. */
  readonly secrets: readonly string[];
  /** Paths that no request changes. */
  readonly fixed?: readonly string[];
  /** Paths of lists whose further entries stay. */
  readonly includes?: readonly string[];
  /** Paths that have to be there also where they are empty. */
  readonly stated?: readonly string[];
  /** Absent: a secret is never answered. */
  readonly shows_secrets?: ShownSecrets;
  /** Others of its kind stand beside it, as a client's secrets do where it may have two. */
  readonly beside?: true;
  /** It was made by an earlier run, and is to be there no more once this other thing is there. */
  readonly former?: string;
}

/** Where the access token comes from and goes. */
export interface TokenNeed {
  readonly right: string;
  /** What is enough for reading alone, if that is less. */
  readonly reads?: string;
  readonly how: string;
  /** `Authorization: Bearer {token}` */
  readonly header: string;
  /** Further headers of every request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What is asked for is `NAME:PASSWORD`, for HTTP Basic. */
  readonly encoded?: 'basic';
  /** What is asked for is `ID:SECRET`, for which this address gives a token. */
  readonly by_client?: string;
}

/** One side of one app, as it is applied through a product's API. */
export interface ApplySide {
  readonly side: 'provider' | 'app';
  /** The app's key in the workspace. */
  readonly app: string;
  /** Whose API it is: the id of the provider, or of the app. */
  readonly owner: string;
  /** The product, by its own name, and the version that is written for. */
  readonly product: string;
  readonly version: string;
  /** The only origin that a request or a token goes to. */
  readonly origin: string;
  readonly token: TokenNeed;
  /** What is looked up first. */
  readonly finds: readonly Find[];
  readonly things: readonly Thing[];
  readonly client_id: string;
  /** Where the provider answers with all its clients, if Latchkey can read them. */
  readonly clients?: readonly PagedList[];
  /** What stays to be done by hand, as sentences. */
  readonly leaves: readonly string[];
}

/** Why a side can't be applied, and what to do instead. */
export interface NoWay {
  readonly side: 'provider' | 'app';
  readonly app: string;
  readonly product: string;
  readonly why: string;
}

export const isNoWay = (one: ApplySide | NoWay): one is NoWay => 'why' in one;
