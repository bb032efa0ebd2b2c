/**
 * The contract between a screen and the host: every call with its input, its output and its possible error
 * codes, and every subscription. For each call, a host checks first the caller, then the input, then runs the
 * handler, then checks the output. The calls are specific actions only: with none of them can a page read a
 * file, run a program or open a connection of its choice.
 *
 * There are two transports. A screen can't tell which one is in use.
 *
 * Desktop: the preload script provides
 *
 *     window.latchkey = {
 *       call(name: string, input: unknown): Promise<unknown>;
 *       subscribe(name: string, input: unknown, onFrame: (frame: unknown) => void): () => void;
 *     }
 *
 * `call` resolves to `CallAnswer` and never rejects for a foreseen failure. `subscribe` delivers
 * `StreamFrame`s and returns a function that ends the subscription; after `end` or `error` no frame follows.
 *
 * Browser: the same origin, with the session cookie.
 *
 *     POST /api/call/<name>        body: the input as JSON      answer: `CallAnswer` as JSON
 *     POST /api/subscribe/<name>   body: the input as JSON      answer: text/event-stream, each event one
 *                                                               `data: ` line with a `StreamFrame` as JSON
 *
 * Both POSTs carry `Content-Type: application/json` and `X-Latchkey: 1`. A refusal has a matching status
 * (400, 401, 403, 404, 413) and still a `CallAnswer` as its body. The page ends a subscription by closing the
 * connection; comment lines (`: `) may keep it alive. Work that takes long or can be cancelled is a
 * subscription, so that ending it cancels the work with both transports.
 *
 * In input and output, an absent value has no key; it is never `undefined`. Unknown keys in input are
 * refused.
 */
import { z } from 'zod';
import {
  APPLY_ERRORS,
  adoptInput,
  adoptLinesInput,
  apiWays,
  applyState,
  backPlan,
  backPlanInput,
  compareInput,
  comparison,
  onApplySide,
  onProvider,
  planInput,
  planView,
  sendInput,
  sent,
  takeBackInput,
  takenBack,
} from './host/apply.ts';
import {
  bringAgainInput,
  bringChooseInput,
  bringExampleInput,
  bringInput,
  bringKeepInput,
  bringMendedInput,
  bringMendInput,
  bringRestoreInput,
  bringWithoutInput,
  bringWriteInput,
  broughtView,
  readable,
  takeInput,
} from './host/bring.ts';
import { emptyInput, emptyOutput, entryId, handle, jsonValue, text, typedPath } from './host/common.ts';
import { catalogView, derived, discoverInput, discoveryEvent } from './host/connection.ts';
import {
  accessLoss,
  chosenWays,
  deliverableView,
  exported,
  exportInput,
  guideStepView,
  handedOver,
  tickInput,
  wayInput,
} from './host/deliverables.ts';
import { forecastInput, forecastView } from './host/forecast.ts';
import {
  MERGE_ERRORS,
  mergeAgainInput,
  mergeChooseInput,
  mergedView,
  mergeTakeInput,
  mergeUndoInput,
  mergeView,
  mergeWriteInput,
  shownDiff,
} from './host/merge.ts';
import { breakInput, broken } from './host/practice.ts';
import { consequences, consequencesInput, providerAnswered, providerView } from './host/provider.ts';
import {
  askedSecret,
  copied,
  copyTarget,
  provideInput,
  revealed,
  secretRef,
  secretsStatus,
} from './host/secrets.ts';
import { sessionEvent, sessionInfo, settings, updateView } from './host/session.ts';
import {
  appStanding,
  check,
  checkEvent,
  explanation,
  loginEvent,
  loginId,
  overview,
  testRecord,
} from './host/testing.ts';
import {
  appEntry,
  change,
  description,
  providerEntry,
  workspaceEvent,
  workspaceView,
} from './host/workspace.ts';
import type { Failure, Result } from './result.ts';

/** Codes that any call may fail with. The last two are created in the page. */
export const COMMON_ERRORS = [
  /** The name is not in the contract. */
  'unknown-call',
  /** The input does not have the shape that the contract requires. */
  'bad-input',
  /** Not from our page, or without the session cookie. */
  'not-allowed',
  /** A bug in the host; the host's log has the details. */
  'internal',
  /** No workspace is open under this handle (the host was started again). */
  'not-open',
  /** The caller ended it. */
  'cancelled',
  /** The host does not answer. */
  'host-unreachable',
] as const;

interface CallDefinition {
  readonly input: z.ZodType;
  readonly output: z.ZodType;
  readonly errors: readonly string[];
}
interface StreamDefinition {
  readonly input: z.ZodType;
  readonly event: z.ZodType;
  readonly errors: readonly string[];
}

/**
 * `shared-id`, where it stands below: the secrets belong to another file with the same id (`copy_of`), so this
 * one may not change them.
 */
const KEYCHAIN_ERRORS = ['keychain-locked', 'keychain-unavailable', 'no-such-secret'] as const;
const FOLDER_ERRORS = [
  /** A path is required here and was not sent. */
  'path-needed',
  'path-not-absolute',
  'folder-not-found',
  'write-failed',
] as const;

const target = z.strictObject({ kind: z.enum(['app', 'provider']), id: entryId });
const onHandle = z.strictObject({ handle });
const onApp = z.strictObject({ handle, app: entryId });

/** Every call. */
export const CALLS = {
  'session.info': { input: emptyInput, output: sessionInfo, errors: [] },
  'settings.set': { input: settings.partial(), output: settings, errors: ['write-failed'] },
  /** Asks the project's page of releases, once. The only request to anything that the user didn't name. */
  'updates.check': {
    input: emptyInput,
    output: updateView,
    errors: ['no-releases', 'updates-unreachable', 'updates-unexpected'],
  },
  /**
   * Ends the host: closes the desktop app, or stops the browser host. The answer is sent before the host
   * ends.
   */
  'session.quit': { input: emptyInput, output: emptyOutput, errors: [] },

  'catalog.view': { input: emptyInput, output: catalogView, errors: [] },

  /** A new, empty workspace. The host keeps it until it is saved to a file. */
  'workspace.new': {
    input: z.strictObject({ name: text(120).exactOptional() }),
    output: workspaceView,
    errors: ['write-failed'],
  },
  /** The desktop host asks the user for the file; other hosts use `path`. */
  'workspace.open': {
    input: z.strictObject({ path: typedPath.exactOptional() }),
    output: workspaceView,
    errors: ['path-needed', 'path-not-absolute', 'not-found', 'unreadable', 'invalid'],
  },
  /** Accepts only a path from `recent` in `session.info`. */
  'workspace.open-recent': {
    input: z.strictObject({ path: typedPath }),
    output: workspaceView,
    errors: ['not-recent', 'not-found', 'unreadable', 'invalid'],
  },
  'workspace.forget-recent': {
    input: z.strictObject({ path: typedPath }),
    output: z.object({ recent: sessionInfo.shape.recent }),
    errors: [],
  },
  'workspace.current': { input: onHandle, output: workspaceView, errors: [] },
  /** The lines of the file that a change touches, before it is made. Writes nothing. */
  'workspace.lines': {
    input: z.strictObject({ handle, change }),
    output: z.object(shownDiff),
    errors: ['invalid'],
  },
  /**
   * Makes one change and writes the file. `conflict`: the revision is not the newest; nothing was written.
   */
  'workspace.update': {
    input: z.strictObject({ handle, revision: text(200), change }),
    output: workspaceView,
    errors: ['conflict', 'invalid', 'unreadable', 'write-failed'],
  },
  /**
   * Writes a profile from what a person says of an app, beside the workspace file, and names it there. `kind` is what
   * the app is then called in the workspace. `again`: the kind of an app that was described before; its file is written
   * again, unless a person has changed it. `invalid`: what to say differently, as a sentence.
   */
  'workspace.describe': {
    input: z.strictObject({ handle, revision: text(200), description, again: text(40).exactOptional() }),
    output: z.object({ view: workspaceView, kind: z.string() }),
    errors: ['conflict', 'invalid', 'unreadable', 'write-failed'],
  },
  /** What was said of an app, to say it again. `invalid`: its file was changed by hand since, or is gone. */
  'workspace.described': {
    input: z.strictObject({ handle, kind: text(40) }),
    output: z.object({ description }),
    errors: ['invalid'],
  },
  /**
   * Gives a workspace file that is a copy of another (`copy_of`) an id of its own. Its client ids and secrets
   * are then made anew; those of the other file stay.
   */
  'workspace.own-id': {
    input: onHandle,
    output: workspaceView,
    errors: ['conflict', 'unreadable', 'write-failed'],
  },
  /** Reads the file again and uses its current content. */
  'workspace.reload': {
    input: onHandle,
    output: workspaceView,
    errors: ['not-found', 'unreadable', 'invalid'],
  },
  /**
   * Saves the workspace to a new or another file. From then on every change is written there. An existing
   * file is backed up.
   */
  'workspace.save-as': {
    input: z.strictObject({ handle, path: typedPath.exactOptional() }),
    output: workspaceView,
    errors: [...FOLDER_ERRORS, 'exists'],
  },
  'workspace.close': { input: onHandle, output: emptyOutput, errors: [] },

  /**
   * What the user had open in the wizard, to continue there. `draft` holds field texts that are not valid
   * yet.
   */
  'progress.get': {
    input: z.strictObject({ handle, key: text(80) }),
    output: z.object({ value: z.record(z.string(), jsonValue).nullable() }),
    errors: [],
  },
  'progress.set': {
    input: z.strictObject({ handle, key: text(80), value: z.record(text(80), jsonValue).nullable() }),
    output: emptyOutput,
    errors: ['too-big', 'write-failed'],
  },

  /** What follows for one app at its provider. `draft` holds the unsaved values while the user types them. */
  'connection.derive': {
    input: z.strictObject({
      handle,
      app: entryId,
      draft: z
        .strictObject({
          provider: z.strictObject({ id: entryId, entry: providerEntry }).exactOptional(),
          app: appEntry.exactOptional(),
        })
        .exactOptional(),
    }),
    output: derived,
    errors: ['no-such-app'],
  },

  /** The products whose files can be read. */
  'bring.readable': { input: emptyInput, output: readable, errors: [] },
  /** Reads files that the person has: what is wrong in them, and which entries they make. Writes nothing. */
  'bring.read': { input: bringInput, output: broughtView, errors: ['no-such-files'] },
  /** The same of files that the host reads itself. Only the desktop host does. */
  'bring.choose': { input: bringChooseInput, output: broughtView, errors: ['no-such-files', 'not-here'] },
  /** The same of an example, of which nothing can be taken over. */
  'bring.example': { input: bringExampleInput, output: broughtView, errors: [] },
  /** The same without one of the files. */
  'bring.without': { input: bringWithoutInput, output: broughtView, errors: ['no-such-files'] },
  'bring.again': { input: bringAgainInput, output: broughtView, errors: ['no-such-files'] },
  /** Makes mends in the host's memory, or takes the last ones back. Writes nothing. */
  'bring.mend': { input: bringMendInput, output: broughtView, errors: ['no-such-files', 'nothing-to-mend'] },
  /** Hands a mended file over: the page sees none of it. */
  'bring.mended': {
    input: bringMendedInput,
    output: handedOver,
    errors: ['no-such-files', 'write-failed'],
  },
  /** Writes the mended files where the host has read them, each after a backup. */
  'bring.write': {
    input: bringWriteInput,
    output: broughtView,
    errors: ['no-such-files', 'nothing-to-mend', 'changed-meanwhile', 'write-failed'],
  },
  /** Gives the files that were written the bytes that they had before. */
  'bring.restore': {
    input: bringRestoreInput,
    output: broughtView,
    errors: ['no-such-files', 'nothing-to-undo', 'changed-meanwhile', 'write-failed'],
  },
  /** Adds the chosen apps to the workspace, and their secrets to the keychain. */
  'bring.take': {
    input: takeInput,
    output: workspaceView,
    errors: [
      'no-such-files',
      'conflict',
      'invalid',
      'unreadable',
      'write-failed',
      'shared-id',
      /** The entries are written, and not all of the secrets are kept. */
      'secrets-not-kept',
      ...KEYCHAIN_ERRORS,
    ],
  },
  /** Keeps the secrets of apps that were taken over, after the keychain failed. */
  'bring.keep': {
    input: bringKeepInput,
    output: workspaceView,
    errors: ['no-such-files', 'shared-id', 'secrets-not-kept', ...KEYCHAIN_ERRORS],
  },

  /** One provider: when it answered, what there is to do there, and how the apps stand that it serves. */
  'provider.get': {
    input: z.strictObject({ handle, provider: entryId }),
    output: providerView,
    errors: ['no-such-entry'],
  },
  /** When a provider of the workspace last answered at its address. */
  'provider.answered': {
    input: z.strictObject({ handle, provider: entryId }),
    output: providerAnswered,
    errors: ['no-such-entry'],
  },
  /** What another entry of a provider means for its apps, before it is saved. Changes nothing. */
  'provider.consequences': {
    input: consequencesInput,
    output: consequences,
    errors: ['no-such-entry'],
  },

  /** What another version of a provider or an app changes. Changes nothing. */
  'upgrade.forecast': {
    input: forecastInput,
    output: forecastView,
    errors: ['no-such-entry', 'not-a-product', 'not-a-version', 'same-version', 'no-apps'],
  },

  /** Everything to apply for one app, on both sides, with secrets masked. */
  'deliverables.preview': {
    input: onApp,
    output: z.object({
      deliverables: z.array(deliverableView),
      ways: chosenWays,
      api: apiWays,
      access_loss: accessLoss.exactOptional(),
    }),
    errors: ['no-such-app', 'invalid', ...KEYCHAIN_ERRORS],
  },
  'deliverables.tick': {
    input: tickInput,
    output: emptyOutput,
    errors: ['no-such-deliverable', 'changed-meanwhile', 'write-failed'],
  },
  /** Hands one file over, complete. */
  'deliverables.take': {
    input: z.strictObject({ handle, app: entryId, path: text(512) }),
    output: handedOver,
    errors: ['no-such-deliverable', 'no-such-app', 'invalid', 'write-failed', ...KEYCHAIN_ERRORS],
  },
  /** Remembers the way in which a side is applied, outside the workspace. */
  'deliverables.way': {
    input: wayInput,
    output: emptyOutput,
    errors: ['no-such-app', 'write-failed'],
  },

  'secrets.status': {
    input: z.strictObject({ handle, app: entryId.exactOptional() }),
    output: secretsStatus,
    errors: ['no-such-app', ...KEYCHAIN_ERRORS],
  },
  /** Creates the secrets that are missing for the app and its provider. Never replaces one. */
  'secrets.generate': { input: onApp, output: secretsStatus, errors: ['no-such-app', ...KEYCHAIN_ERRORS] },
  /**
   * Beside `bring.read` and the tokens of `apply.…`, the only call that sends a secret to the host. The host keeps the value and returns it only through copy
   * and reveal.
   */
  'secrets.provide': {
    input: provideInput,
    output: secretsStatus,
    errors: ['no-such-app', 'secret-unfit', 'shared-id', ...KEYCHAIN_ERRORS],
  },
  'secrets.copy': {
    input: z.strictObject({ handle, target: copyTarget }),
    output: copied,
    errors: ['no-such-deliverable', ...KEYCHAIN_ERRORS],
  },
  'secrets.reveal': {
    input: z.strictObject({ handle, ...askedSecret.shape }),
    output: revealed,
    errors: [...KEYCHAIN_ERRORS],
  },
  /** Creates a new client secret. The previous one is kept until the rotation is finished or undone. */
  'secrets.rotate': {
    input: onApp,
    output: secretsStatus,
    errors: ['no-such-app', 'already-rotating', 'nothing-to-rotate', 'shared-id', ...KEYCHAIN_ERRORS],
  },
  'secrets.undo-rotation': {
    input: onApp,
    output: secretsStatus,
    errors: ['not-rotating', 'shared-id', ...KEYCHAIN_ERRORS],
  },
  'secrets.finish-rotation': {
    input: onApp,
    output: secretsStatus,
    errors: ['not-rotating', 'shared-id', ...KEYCHAIN_ERRORS],
  },
  /** Removes every secret of the owner from the store. */
  'secrets.forget': {
    input: z.strictObject({ handle, owner: entryId }),
    output: secretsStatus,
    errors: ['shared-id', ...KEYCHAIN_ERRORS],
  },

  /**
   * Writes every deliverable into a folder that the user chose. `changed-by-hand` lists the files in
   * `detail`.
   */
  'exports.save': {
    input: exportInput,
    output: exported,
    errors: ['changed-by-hand', 'no-such-app', 'invalid', ...FOLDER_ERRORS, ...KEYCHAIN_ERRORS],
  },
  'exports.zip': {
    input: z.strictObject({ handle, app: entryId.exactOptional() }),
    output: handedOver,
    errors: ['no-such-app', 'invalid', 'write-failed', ...KEYCHAIN_ERRORS],
  },

  /**
   * Reads files that the person chooses, and says what one side of an app's would change in them. Writes nothing. The
   * desktop host asks for the files; other hosts use `paths`.
   */
  'merge.choose': {
    input: mergeChooseInput,
    output: mergeView,
    errors: [...MERGE_ERRORS, 'path-needed', 'path-not-absolute', ...KEYCHAIN_ERRORS],
  },
  /** The same again, for the files that were chosen last or written before. */
  'merge.again': { input: mergeAgainInput, output: mergeView, errors: [...MERGE_ERRORS, ...KEYCHAIN_ERRORS] },
  /** Writes what was shown, each file after a backup. `changed-meanwhile`: it would no longer be the same. */
  'merge.write': {
    input: mergeWriteInput,
    output: z.object({ merged: mergedView }),
    errors: [...MERGE_ERRORS, 'changed-meanwhile', 'write-failed', ...KEYCHAIN_ERRORS],
  },
  /** Hands a merged text over, if only its text is known. `changed-meanwhile`: it would no longer be what was shown. */
  'merge.take': {
    input: mergeTakeInput,
    output: handedOver,
    errors: [...MERGE_ERRORS, 'changed-meanwhile', 'write-failed', ...KEYCHAIN_ERRORS],
  },
  /** Gives a file back the bytes that it had before. Only a file that was written for this side of this app. */
  'merge.undo': {
    input: mergeUndoInput,
    output: z.object({ merged: mergedView }),
    errors: ['no-such-app', 'nothing-to-undo', 'changed-meanwhile', 'write-failed'],
  },
  /** What was merged for this app, also before the host was started. */
  'merge.merged': { input: onApp, output: z.object({ merged: mergedView }), errors: ['no-such-app'] },

  /** What a product's API needs to take one side, and what was applied through it last. Asks nobody. */
  'apply.state': {
    input: onApplySide,
    output: applyState,
    errors: ['no-such-app', 'no-way', 'apply-journal-broken', ...KEYCHAIN_ERRORS],
  },
  /** Reads what stands there and says what would be sent. Changes nothing there. */
  'apply.plan': {
    input: planInput,
    output: planView,
    errors: [...APPLY_ERRORS, 'shared-id', ...KEYCHAIN_ERRORS],
  },
  /** Sends exactly what was shown, reads it back, and takes it back if it fails on the way. */
  'apply.send': {
    input: sendInput,
    output: sent,
    errors: [...APPLY_ERRORS, 'shared-id', ...KEYCHAIN_ERRORS],
  },
  /** Says what would take one run back. `nothing-to-undo`: it was taken back already, or another came after it. */
  'apply.undo-plan': {
    input: backPlanInput,
    output: backPlan,
    errors: [
      ...APPLY_ERRORS,
      'nothing-to-undo',
      'apply-no-way-back',
      'apply-read-back',
      'shared-id',
      ...KEYCHAIN_ERRORS,
    ],
  },
  /** Takes one run back as it was shown. */
  'apply.undo': {
    input: takeBackInput,
    output: takenBack,
    errors: [
      ...APPLY_ERRORS,
      'nothing-to-undo',
      'apply-no-way-back',
      'apply-read-back',
      'shared-id',
      ...KEYCHAIN_ERRORS,
    ],
  },
  /** Reads what stands there and says where it differs. Changes nothing, neither there nor here. */
  'apply.compare': {
    input: compareInput,
    output: comparison,
    errors: [...APPLY_ERRORS, ...KEYCHAIN_ERRORS],
  },
  /** Forgets a token: the one in memory, and with `kept` also the one in the keychain. */
  'apply.forget-token': {
    input: onApplySide.extend({ kept: z.boolean() }),
    output: emptyOutput,
    errors: ['no-such-app', 'no-way', 'shared-id', ...KEYCHAIN_ERRORS],
  },

  /** What a provider's API needs to answer with all its clients. Asks nobody. */
  'adopt.state': {
    input: onProvider,
    output: applyState,
    errors: ['no-such-entry', 'no-way', ...KEYCHAIN_ERRORS],
  },
  /** Reads the clients that a provider has and the workspace doesn't. `bring.take` makes entries of them. */
  'adopt.read': {
    input: adoptInput,
    output: broughtView,
    errors: ['no-such-entry', ...APPLY_ERRORS, ...KEYCHAIN_ERRORS],
  },
  /** The lines of the workspace file that come with some of them. Writes nothing. */
  'adopt.lines': {
    input: adoptLinesInput,
    output: z.object(shownDiff),
    errors: ['no-such-files', 'invalid'],
  },
  'adopt.forget-token': {
    input: onProvider.extend({ kept: z.boolean() }),
    output: emptyOutput,
    errors: ['no-such-entry', 'no-way', 'shared-id', ...KEYCHAIN_ERRORS],
  },

  /** The URL from the address bar after a login with the app's own redirect URI. */
  'login.paste': {
    input: z.strictObject({ login: loginId, url: text(16_384) }),
    output: emptyOutput,
    errors: ['no-such-login', 'not-a-callback'],
  },
  'login.cancel': {
    input: z.strictObject({ login: loginId }),
    output: emptyOutput,
    errors: ['no-such-login'],
  },
  /** A command for inside the app's container that shows what the app's own network sees. Empty if none can be made. */
  'probe.command': {
    input: onApp,
    output: z.object({
      command: z.string(),
      about: z.string(),
      /** What the app's own compose file calls its container, where that is known. */
      container: z.string().exactOptional(),
      /** Its image has no shell: what to do instead. */
      no_shell: z.string().exactOptional(),
    }),
    errors: ['no-such-app'],
  },
  /** What that command printed, or what Docker said instead. It becomes a check under the light `app-network`. */
  'probe.paste': {
    input: z.strictObject({ handle, app: entryId, output: text(65_536) }),
    output: z.object({ check }),
    errors: ['no-such-app', 'not-understood'],
  },

  /** The latest results, newest first. */
  'tests.history': {
    input: onApp,
    output: z.object({ records: z.array(testRecord) }),
    errors: ['no-such-app'],
  },
  'overview.get': { input: onHandle, output: overview, errors: [] },
  /** The same for one app. */
  'standing.get': { input: onApp, output: appStanding, errors: ['no-such-app'] },
  /** What a person saw at the app itself: whether it let them in. Counts as long as nothing that matters changes. */
  'standing.say': {
    input: z.strictObject({ handle, app: entryId, worked: z.boolean() }),
    output: z.object({}),
    errors: ['no-such-app'],
  },
  /** The latest result as Markdown for a forum or an issue, with secrets redacted. */
  'report.text': {
    input: onApp,
    output: z.object({ markdown: z.string() }),
    errors: ['no-such-app', 'no-result'],
  },
  /**
   * `recovery-sheet`: everything needed to set up the connection again, without secrets. `bundle`: for a
   * support request.
   */
  'support.save': {
    input: z.strictObject({
      handle,
      what: z.enum(['recovery-sheet', 'bundle']),
      app: entryId.exactOptional(),
    }),
    output: handedOver,
    errors: ['no-such-app', 'write-failed'],
  },
  'explain.text': {
    input: z.strictObject({
      text: text(200_000),
      handle: handle.exactOptional(),
      app: entryId.exactOptional(),
      /** The text of a page that the provider showed to a browser. */
      page: z.boolean().exactOptional(),
    }),
    output: explanation,
    errors: [],
  },

  /** What to undo on both sides before or after the entry is removed. */
  'removal.plan': {
    input: z.strictObject({ handle, target }),
    output: z.object({
      steps: z.array(guideStepView),
      /** Apps that are removed together with a provider. */
      apps: z.array(entryId),
      secrets: z.array(secretRef),
    }),
    errors: ['no-such-entry'],
  },
  /**
   * Removes the entry from the workspace. With `forget_secrets`, its secrets are also deleted from the store. What was
   * removed last is kept in the host's memory until it ends or something else is removed.
   */
  'removal.apply': {
    input: z.strictObject({ handle, revision: text(200), target, forget_secrets: z.boolean() }),
    output: workspaceView,
    errors: ['no-such-entry', 'conflict', 'unreadable', 'write-failed', 'shared-id', ...KEYCHAIN_ERRORS],
  },
  /** Brings back what was removed last, with the secrets that were deleted. */
  'removal.undo': {
    input: z.strictObject({ handle, revision: text(200) }),
    output: workspaceView,
    errors: [
      'nothing-to-undo',
      'conflict',
      'invalid',
      'unreadable',
      'write-failed',
      'shared-id',
      ...KEYCHAIN_ERRORS,
    ],
  },

  /**
   * Starts the built-in provider on loopback and opens a sample workspace with it. If it is already running,
   * returns the same answer again.
   */
  'practice.start': {
    input: emptyInput,
    output: z.object({
      view: workspaceView,
      /** How to sign in there. This sample account has no use elsewhere, so it is not a secret. */
      account: z.object({ user: z.string(), password: z.string() }),
      /** What is broken there on purpose, and what was mended. */
      broken,
    }),
    errors: ['port-in-use', 'write-failed'],
  },
  /**
   * Registers one app of the practice workspace at the practice provider, with a mistake or (null) as it has to be.
   * Makes the app's secrets if there are none.
   */
  'practice.break': {
    input: breakInput,
    output: broken,
    errors: [
      'not-practice',
      'no-such-app',
      'conflict',
      'invalid',
      'unreadable',
      'write-failed',
      ...KEYCHAIN_ERRORS,
    ],
  },
  'practice.stop': { input: onHandle, output: emptyOutput, errors: [] },

  /**
   * Opens a page in the user's browser: https anywhere, http only on this machine. `by: page` means that the
   * page opens it itself, in a new tab without an opener.
   */
  'external.open': {
    input: z.strictObject({ url: text(8192) }),
    output: z.object({ by: z.enum(['host', 'page']) }),
    errors: ['url-refused', 'open-failed'],
  },
} as const satisfies Record<string, CallDefinition>;

/** Every subscription. It ends after its last event, or when the page ends it. */
/** Hosts that the user has confirmed for secrets in this test, as in a URL: with a port that is not the usual one. */
const trustHosts = z
  .array(z.string().regex(/^[A-Za-z0-9.:[\]-]{1,260}$/))
  .max(10)
  .exactOptional();

export const STREAMS = {
  /** Ends when the host ends. */
  'session.watch': { input: emptyInput, event: sessionEvent, errors: [] },
  /** Ends when the workspace is closed. */
  'workspace.watch': { input: onHandle, event: workspaceEvent, errors: [] },
  /** Reads discovery at an address that the user types. */
  'provider.discover': { input: discoverInput, event: discoveryEvent, errors: ['not-a-url'] },
  /** Runs the checks that need no login, one app after the other. */
  'check.run': {
    input: z.strictObject({ handle, apps: z.array(entryId).min(1).max(200), trust_hosts: trustHosts }),
    event: checkEvent,
    errors: ['no-such-app', 'invalid', ...KEYCHAIN_ERRORS],
  },
  /**
   * Runs the test login. `paste`: uses the app's own redirect URI, and the user pastes the address
   * (`login.paste`). Ending the subscription closes the listener.
   */
  'login.start': {
    input: z.strictObject({
      handle,
      app: entryId,
      mode: z.enum(['loopback', 'paste']),
      /** Seconds to wait for the callback. */
      timeout_s: z.number().int().min(10).max(900).exactOptional(),
      trust_hosts: trustHosts,
    }),
    event: loginEvent,
    errors: ['no-such-app', 'invalid', 'port-in-use', 'login-running', ...KEYCHAIN_ERRORS],
  },
} as const satisfies Record<string, StreamDefinition>;

export type CallName = keyof typeof CALLS;
export type StreamName = keyof typeof STREAMS;
export type CallInput<N extends CallName> = z.input<(typeof CALLS)[N]['input']>;
export type CallOutput<N extends CallName> = z.output<(typeof CALLS)[N]['output']>;
export type StreamInput<N extends StreamName> = z.input<(typeof STREAMS)[N]['input']>;
export type StreamEvent<N extends StreamName> = z.output<(typeof STREAMS)[N]['event']>;
export type CommonError = (typeof COMMON_ERRORS)[number];
export type CallError<N extends CallName> = CommonError | (typeof CALLS)[N]['errors'][number];
export type StreamError<N extends StreamName> = CommonError | (typeof STREAMS)[N]['errors'][number];

/** A failure with the codes of its call. */
export interface HostFailure<C extends string = string> extends Failure {
  readonly code: C;
}

/** What a transport returns for a call. */
export type CallAnswer = Result<unknown, Failure>;

/** What a transport delivers for a subscription. */
export type StreamFrame =
  | { readonly type: 'event'; readonly value: unknown }
  | { readonly type: 'end' }
  | { readonly type: 'error'; readonly error: Failure };

/** The host as the screens see it. */
export interface HostClient {
  /** Makes one call. Aborting the signal returns `cancelled` at once; the host may still finish the work. */
  call<N extends CallName>(
    name: N,
    input: CallInput<N>,
    options?: { readonly signal?: AbortSignal },
  ): Promise<Result<CallOutput<N>, HostFailure<CallError<N>>>>;
  /**
   * Listens until the stream ends by itself (a success), fails, or the signal is aborted (`cancelled`).
   * Aborting also ends the work in the host. No event comes after that.
   */
  subscribe<N extends StreamName>(
    name: N,
    input: StreamInput<N>,
    onEvent: (event: StreamEvent<N>) => void,
    options?: { readonly signal?: AbortSignal },
  ): Promise<Result<undefined, HostFailure<StreamError<N>>>>;
}
