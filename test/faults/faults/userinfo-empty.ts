import { answer, defect, fault } from '../fault.ts';

export default fault({
  id: 'userinfo-empty',
  description: 'Userinfo answers nothing.',
  step: 'userinfo',
  stops: true,
  on: [['authelia', 'memos']],
  inject: (set) =>
    defect(
      set,
      answer('proxy', 'userinfo', (ctx) => {
        ctx.body = '';
        ctx.status = 200;
      }),
    ),
  expected: 'userinfo-empty-or-wrong-url',
  side: 'provider',
});
