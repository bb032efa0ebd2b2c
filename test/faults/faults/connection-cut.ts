import { defect, fault } from '../fault.ts';

export default fault({
  id: 'connection-cut',
  description: 'The connection is cut as soon as something is asked.',
  step: 'connection',
  stops: true,
  on: [['authelia', 'romm']],
  inject: (set) =>
    defect(set, {
      setting: 'proxy',
      onRequest: () => (request) => {
        request.socket.destroy();
        return true;
      },
    }),
  expected: 'provider-does-not-answer',
  side: 'host',
});
