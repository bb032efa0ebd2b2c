import { describe, expect, it } from 'vitest';
import { codeIn, commandsIn } from '../../../renderer/components/code-words.ts';
import { pointsOf } from '../../../renderer/components/points.ts';
import { appOf } from '../../../shared/catalog/apps/index.ts';
import { renderDeliverables } from '../../../shared/render/render.ts';
import { APP_KINDS } from '../../../shared/workspace/kinds.ts';
import { bagFor, connect } from '../../shared/render/provider-support.ts';

describe('points', () => {
  it('are the sentences of a text, and a quoted one stays with what it means', () => {
    expect(
      pointsOf(
        'The way back: the form stays. “No account”: Make one first. From 3.0 on, e.g. In Docker, it differs.',
      ),
    ).toEqual([
      'The way back: the form stays.',
      '“No account”: Make one first.',
      'From 3.0 on, e.g. In Docker, it differs.',
    ]);
    expect(pointsOf('Run `a. B` now. Then wait.')).toEqual(['Run `a. B` now.', 'Then wait.']);
  });
});

describe('commands', () => {
  it('between backticks are one piece of code, and are what is copied', () => {
    const text = '`docker compose up -d --force-recreate mealie`: the environment is read at start.';
    expect(codeIn(text)[0]).toEqual({ is_code: true, text: 'docker compose up -d --force-recreate mealie' });
    expect(commandsIn(text)).toEqual(['docker compose up -d --force-recreate mealie']);
  });

  it.each(APP_KINDS)(
    'that make the settings of %s count are whole, and no step says that there is nothing to do',
    (kind) => {
      for (const edition of appOf(kind).editions?.map(({ id }) => id) ?? [undefined]) {
        const connections = connect({}, { one: { kind, ...(edition ? { edition } : {}) } });
        const steps = renderDeliverables(connections, bagFor(connections)).flatMap((one) =>
          one.form === 'guide' && one.side === 'app' ? one.steps : [],
        );
        const restart = steps.filter(({ title }) => title === 'Make it take effect');
        for (const { note = '' } of restart) {
          expect(note).not.toMatch(/^Nothing/);
          expect(note.replace(/`[^`]+`/g, '')).not.toMatch(
            /\b(?:docker|kubectl|systemctl|gitlab-ctl|php artisan)\b(?! *:)/,
          );
        }
      }
    },
  );
});
