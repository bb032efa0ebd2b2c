import type { Recogniser } from '../recogniser.ts';
import { SENSES } from '../senses/index.ts';
import { ADDRESSES } from './addresses.ts';
import { ANSWERS } from './answers.ts';
import { APACHE } from './apache.ts';
import { BROWSER_PAGES } from './browsers.ts';
import { CLAIMS } from './claims.ts';
import { CODES } from './codes.ts';
import { CONSOLE } from './console.ts';
import { DOTNET } from './dotnet.ts';
import { ELIXIR } from './elixir.ts';
import { ENTRA } from './entra.ts';
import { FRAMES } from './frames.ts';
import { GO } from './go.ts';
import { HOSTED } from './hosted.ts';
import { IDENTITY_PROVIDERS } from './identity-providers.ts';
import { JAVA } from './java.ts';
import { JAVASCRIPT } from './javascript.ts';
import { KEYCLOAK_EVENTS } from './keycloak.ts';
import { LIBRARIES } from './libraries.ts';
import { MOBILE } from './mobile.ts';
import { NETWORK } from './network.ts';
import { PHP } from './php.ts';
import { PROVIDERS } from './providers.ts';
import { PYTHON } from './python.ts';
import { RUBY } from './ruby.ts';
import { RUST } from './rust.ts';
import { STACKS } from './stacks.ts';

/** All messages that are known. Of two that say the same equally surely, the first decides. */
export const RECOGNISERS: readonly Recogniser[] = [
  ...PROVIDERS,
  ...KEYCLOAK_EVENTS,
  ...IDENTITY_PROVIDERS,
  ...ENTRA,
  ...HOSTED,
  ...NETWORK,
  ...BROWSER_PAGES,
  ...MOBILE,
  ...JAVASCRIPT,
  ...GO,
  ...PYTHON,
  ...LIBRARIES,
  ...DOTNET,
  ...PHP,
  ...RUBY,
  ...JAVA,
  ...RUST,
  ...ELIXIR,
  ...STACKS,
  ...CONSOLE,
  ...APACHE,
  ...CLAIMS,
  ...CODES,
  ...ADDRESSES,
  ...ANSWERS,
  ...FRAMES,
  ...SENSES,
];
