/** Steps of the wizard, in order. They appear in the address. */
export const STEPS = ['provider', 'app', 'addresses', 'secrets', 'apply', 'test', 'done'] as const;
export type Step = (typeof STEPS)[number];

/** The page that is shown. It is kept in the address, so that reload, Back and a second window work. */
export type Route =
  | { readonly at: 'start' }
  /** `part`: what of the settings to scroll to and focus. */
  | { readonly at: 'settings'; readonly handle?: string; readonly part?: 'secrets' }
  | { readonly at: 'explain'; readonly handle?: string }
  | { readonly at: 'overview'; readonly handle: string }
  | { readonly at: 'bring'; readonly handle: string }
  /** What practice is; or, with `part`, a whole login, or the mistakes to make. */
  | { readonly at: 'practice'; readonly handle: string; readonly part?: 'login' | 'break' }
  | {
      readonly at: 'connect';
      readonly handle: string;
      /** An app id, or `new` for an app that isn't in the workspace yet. */
      readonly app: string;
      readonly step: Step;
      /** The field, setting or deliverable to scroll to and focus. */
      readonly focus?: string;
    }
  | {
      readonly at: 'provider';
      readonly handle: string;
      readonly id: string;
      /** Its address, version and certificate, to change them. */
      readonly part?: 'change';
      /** The field to scroll to and focus. */
      readonly focus?: string;
      /** From where one came to change it, and to where one goes on: a step of an app, the overview or Errors. Else its own screen. */
      readonly back?: { readonly app: string; readonly step: Step } | 'overview' | 'explain';
    }
  | { readonly at: 'rotate'; readonly handle: string; readonly app: string }
  | {
      readonly at: 'upgrade';
      readonly handle: string;
      readonly target: { readonly kind: 'app' | 'provider'; readonly id: string };
      /** The version it is about, once it is chosen. */
      readonly to?: string;
      /** True if one came from the provider's own screen, and goes back to it. */
      readonly fromProvider?: true;
    }
  | {
      readonly at: 'remove';
      readonly handle: string;
      readonly target: { readonly kind: 'app' | 'provider'; readonly id: string };
    };

const isStep = (text: string): text is Step => (STEPS as readonly string[]).includes(text);
const START: Route = { at: 'start' };

/** Reads the fragment of an address. Returns the start page for an unknown fragment. */
export function parseRoute(fragment: string): Route {
  const [path = '', query = ''] = fragment.replace(/^#?\/?/, '').split('?');
  const parts = path.split('/').map(safeDecode);
  const [first, handle = '', what, id = '', step = ''] = parts;
  const partOf = (name: string | undefined) => (name === 'secrets' ? { part: 'secrets' as const } : {});
  if (first === 'settings') return { at: first, ...partOf(handle) };
  if (first === 'explain') return { at: first };
  if (first !== 'w' || handle === '') return START;
  if (what === undefined || what === '') return { at: 'overview', handle };
  if (what === 'settings') return { at: what, handle, ...partOf(id) };
  if (what === 'explain') return { at: what, handle };
  if (what === 'bring') return { at: 'bring', handle };
  if (what === 'practice')
    return { at: 'practice', handle, ...(id === 'break' || id === 'login' ? { part: id } : {}) };
  if (id === '') return { at: 'overview', handle };
  if (what === 'connect' && isStep(step)) {
    const focus = new URLSearchParams(query).get('focus');
    return { at: 'connect', handle, app: id, step, ...(focus ? { focus } : {}) };
  }
  if (what === 'provider') {
    const asked = new URLSearchParams(query);
    const focus = asked.get('focus');
    const part = step === 'change' ? { part: 'change' as const } : {};
    const [app, of] = [asked.get('app'), asked.get('step')];
    const from = asked.get('from');
    const back: Pick<Extract<Route, { at: 'provider' }>, 'back'> = from === 'overview' || from === 'explain'
      ? { back: from }
      : app && of && isStep(of)
        ? { back: { app, step: of } }
        : {};
    return { at: 'provider', handle, id, ...part, ...(focus ? { focus } : {}), ...back };
  }
  if (what === 'rotate') return { at: 'rotate', handle, app: id };
  if (what === 'upgrade-app' || what === 'upgrade-provider') {
    const kind = what === 'upgrade-app' ? 'app' : 'provider';
    const from = new URLSearchParams(query).get('from');
    return {
      at: 'upgrade',
      handle,
      target: { kind, id },
      ...(step ? { to: step } : {}),
      ...(from === 'provider' ? { fromProvider: true as const } : {}),
    };
  }
  if (what === 'remove-app') return { at: 'remove', handle, target: { kind: 'app', id } };
  if (what === 'remove-provider') return { at: 'remove', handle, target: { kind: 'provider', id } };
  return { at: 'overview', handle };
}

/** Returns the fragment of a route; `parseRoute` reads it. */
export function formatRoute(route: Route): string {
  const within = (...parts: string[]) => `#/w/${parts.map(encodeURIComponent).join('/')}`;
  switch (route.at) {
    case 'start':
      return '#/';
    case 'settings': {
      const parts = [route.at, ...(route.part ? [route.part] : [])];
      return route.handle ? within(route.handle, ...parts) : `#/${parts.join('/')}`;
    }
    case 'explain':
      return route.handle ? within(route.handle, route.at) : `#/${route.at}`;
    case 'overview':
      return within(route.handle);
    case 'bring':
      return within(route.handle, 'bring');
    case 'practice':
      return within(route.handle, 'practice', ...(route.part ? [route.part] : []));
    case 'connect':
      return within(route.handle, 'connect', route.app, route.step) + asking({ focus: route.focus });
    case 'provider':
      return (
        within(route.handle, 'provider', route.id, ...(route.part ? [route.part] : [])) +
        asking({
          focus: route.focus,
          ...(typeof route.back === 'string' ? { from: route.back } : route.back),
        })
      );
    case 'rotate':
      return within(route.handle, 'rotate', route.app);
    case 'upgrade':
      return (
        within(
          route.handle,
          `upgrade-${route.target.kind}`,
          route.target.id,
          ...(route.to ? [route.to] : []),
        ) + asking({ from: route.fromProvider && 'provider' })
      );
    case 'remove':
      return within(route.handle, `remove-${route.target.kind}`, route.target.id);
  }
}

/** The query that says it; nothing for what isn't there. */
function asking(said: Readonly<Record<string, string | undefined>>): string {
  const there = Object.entries(said).filter((one): one is [string, string] => Boolean(one[1]));
  return there.length > 0 ? `?${new URLSearchParams(there)}` : '';
}

function safeDecode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}

/** The handle of the route's workspace, if it has one. */
export const handleOf = (route: Route): string | undefined => ('handle' in route ? route.handle : undefined);

/** What leads to a setting in the steps of one side in Apply; without one, to the first step that is open there. */
export const sideFocus = (side: 'provider' | 'app', setting?: string): string =>
  setting === undefined ? `side:${side}` : `side:${side}:${setting}`;

/** Which side a focus names, and what remains of it: the setting, the step or the field. */
export function readSideFocus(focus: string | undefined): {
  readonly side?: 'provider' | 'app';
  readonly what?: string;
} {
  const [, side, what] = /^side:(provider|app)(?::(.*))?$/s.exec(focus ?? '') ?? [];
  if (side === undefined) return focus === undefined ? {} : { what: focus };
  return { side: side as 'provider' | 'app', ...(what ? { what } : {}) };
}
