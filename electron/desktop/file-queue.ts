import type { Failure } from '../../shared/result.ts';

/** Files that were passed in from outside, by a start, a later start or the system. None is lost. */
export interface FileQueue {
  add(files: readonly string[]): void;
  /** Opens what has come so far, and from now on what comes. */
  begin(): void;
  /** Opens no more, and waits for the one that is being opened. */
  end(): Promise<void>;
}

/**
 * Opens files one after the other, so that the last one is shown last.
 *
 * @param open opens one file
 * @param tell shows a failure; nothing waits for it, because nobody may be there to answer
 */
export function createFileQueue(
  open: (file: string) => Promise<Failure | undefined>,
  tell: (failure: Failure) => Promise<void>,
): FileQueue {
  const waiting: string[] = [];
  let begun = false;
  let turn: Promise<void> = Promise.resolve();

  const work = async () => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      const failure = await open(file);
      if (failure) void tell(failure);
    }
  };
  const go = () => {
    if (begun) turn = turn.then(work);
  };
  return {
    add(files) {
      waiting.push(...files);
      go();
    },
    begin() {
      begun = true;
      go();
    },
    end() {
      begun = false;
      waiting.length = 0;
      return turn;
    },
  };
}
