import { answer, defect, fault, page } from '../fault.ts';

export default fault({
  id: 'discovery-html',
  description: 'A web page answers at the discovery address.',
  step: 'discovery',
  stops: true,
  on: [
    ['authelia', 'memos'],
    ['oidc', 'wiki'],
  ],
  inject: (set) =>
    defect(
      set,
      answer('proxy', 'discovery', (ctx) =>
        page(ctx, 200, 'Welcome', 'This is the start page of something else.'),
      ),
    ),
  expected: 'discovery-path-wrong',
  side: 'app',
});
