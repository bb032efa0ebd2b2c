/** What runs in a browser only, by the file, or by the beginning of a title within it. */
const ONLY: readonly (readonly [file: string, title: string, why: string])[] = [
  ['back-in', '', 'the address with its token lets a browser in again; a window needs none'],
  ['bring', 'nothing moves while', 'it holds back a request of the page, and a window makes none'],
  [
    'keyboard',
    'the whole way',
    'it types paths into dialogs of the page and opens the login by a button; the app has neither',
  ],
  ['keyboard', 'a dialog for a path', 'the app leaves it to the system'],
  ['keyring', '', 'it starts hosts with a keyring; test/desktop runs with one'],
  ['looks', '', 'the pictures are of Chromium'],
  [
    'merge',
    'the provider’s file',
    'it reads the answers of the host, and starts another one for the same browser',
  ],
  ['merge', 'the app’s Compose file', 'it types the path by keyboard alone; the app asks in a dialog'],
  ['merge', 'while files are read', 'it holds back a request of the page, and a window makes none'],
  [
    'merge',
    'a file that is dropped',
    'test/desktop drops one that has a path, and it is written where it lies',
  ],
  ['port-before', '', 'a browser comes to a port that another program had'],
  [
    'resume',
    '',
    'a browser comes again, in another tab or after a new start of the host; test/desktop starts again',
  ],
  [
    'secrets',
    '',
    'it reads the stores, requests and clipboard of a browser; test/desktop looks at those of the app',
  ],
  ['speed', '', 'it measures what a browser loads over HTTP; bench measures the window'],
  ['start', '', 'several browsers come to one host'],
  ['still', '', 'how much moves is measured where nothing but the page draws'],
  ['steady', '', 'how much moves is measured where nothing but the page draws'],
  ['waiting', '', 'it holds back the network of the other tab through the same browser'],
  ['windows', '', 'several tabs are at one host; the app has one window'],
];

/** Why a test is not for the window of the desktop app, or undefined. */
export const whyChromiumOnly = (file: string, title: string): string | undefined =>
  ONLY.find(([name, begins]) => file === `${name}.spec.ts` && title.startsWith(begins))?.[2];
