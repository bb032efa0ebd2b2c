import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { Checkbox } from 'react-aria-components/Checkbox';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup';
import { Text } from 'react-aria-components/Text';
import { TextArea } from 'react-aria-components/TextArea';
import { TextField } from 'react-aria-components/TextField';
import { announce } from './announcer.tsx';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import { Told } from './told.tsx';

/** An error or warning shown at a field. */
export interface FieldIssue {
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly fix?: string;
  /** A value to take instead, by one press, and how it comes of what stands in the field. */
  readonly offer?: {
    readonly value: string;
    readonly label: string;
    readonly parts: readonly { readonly text: string; readonly is: 'kept' | 'dropped' | 'added' }[];
  };
}

function Issue({ issue }: { readonly issue: FieldIssue | undefined }): ReactNode {
  if (!issue) return null;
  return (
    <span className={issue.severity === 'error' ? 'field-error' : 'field-warning'}>
      <Icon name={issue.severity === 'error' ? 'fail' : 'warn'} size={14} />
      <span>
        <Told text={[issue.message, issue.fix].filter(Boolean).join(' ')} />
      </span>
    </span>
  );
}

/** What is put right by itself when a field is left, and what is said of it then. */
export interface Tidied {
  readonly value: string;
  readonly said: string;
}

export interface TextInputProps {
  readonly label: ReactNode;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onBlur?: () => void;
  readonly onPaste?: () => void;
  readonly help?: ReactNode;
  readonly issue?: FieldIssue | undefined;
  /** What the text becomes when the field is left, or at Enter: only where nothing else can be meant. */
  readonly tidy?: Tidied | undefined;
  /** The line below the field is kept, so that what is said when the field is left moves nothing. */
  readonly room?: boolean;
  readonly placeholder?: string;
  readonly code?: boolean;
  readonly rows?: number;
  readonly type?: 'text' | 'url' | 'search';
  /** The name that the button of a diagnosis uses to find the field: its workspace key, if it has one. */
  readonly name?: string;
  readonly autoFocus?: boolean;
  readonly required?: boolean;
  readonly hideLabel?: boolean;
  readonly ariaLabel?: string;
}

/** A text field with its help above and its error or warning below. */
export function TextInput(props: TextInputProps): ReactNode {
  const offer = props.issue?.offer;
  const { tidy } = props;
  const [tidied, setTidied] = useState<Tidied>();
  // What stood there before the offer was taken: Ctrl+Z brings it back, as if it had been typed.
  const [taken, setTaken] = useState<{ readonly from: string; readonly to: string }>();
  const box = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const take = () => {
    if (!offer) return;
    setTaken({ from: props.value, to: offer.value });
    props.onChange(offer.value);
    box.current?.focus();
  };
  const tidyUp = () => {
    if (!tidy) return;
    setTaken({ from: props.value, to: tidy.value });
    setTidied(tidy);
    props.onChange(tidy.value);
    announce(tidy.said);
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (offer || tidy)) {
      event.preventDefault();
      if (offer) take();
      else tidyUp();
    } else if (
      event.key.toLowerCase() === 'z' &&
      (event.ctrlKey || event.metaKey) &&
      !event.shiftKey &&
      taken?.to === props.value
    ) {
      event.preventDefault();
      setTaken(undefined);
      props.onChange(taken.from);
    }
  };
  const className = props.code ? 'input code' : 'input';
  const shared = {
    className,
    ...(props.placeholder ? { placeholder: props.placeholder } : {}),
    spellCheck: false,
    autoCapitalize: 'off',
    autoCorrect: 'off',
    autoComplete: 'off',
    ref: box,
    ...(offer || tidy || taken ? { onKeyDown: keys } : {}),
  };
  const leave = () => {
    tidyUp();
    props.onBlur?.();
  };
  return (
    <TextField
      className={props.room ? 'field roomy' : 'field'}
      value={props.value}
      onChange={props.onChange}
      isInvalid={props.issue?.severity === 'error'}
      isRequired={props.required === true}
      validationBehavior="aria"
      {...(props.type ? { type: props.type } : {})}
      {...(props.onBlur || tidy ? { onBlur: leave } : {})}
      {...(props.onPaste ? { onPaste: props.onPaste } : {})}
      {...(props.autoFocus ? { autoFocus: true } : {})}
      {...(props.name ? { 'data-field': props.name } : {})}
      {...(props.hideLabel && props.ariaLabel ? { 'aria-label': props.ariaLabel } : {})}
    >
      {!props.hideLabel && <Label>{props.label}</Label>}
      {props.help && <span className="help">{props.help}</span>}
      {props.rows ? <TextArea rows={props.rows} {...shared} /> : <Input {...shared} />}
      {offer ? (
        <div className={`offer ${props.issue?.severity}`}>
          <Icon name="info" size={16} />
          <div className="grow">
            <Text slot="description" className="offer-why">
              <Told text={props.issue?.message ?? ''} />
            </Text>
            <code className="offer-parts">
              {offer.parts.map(({ text, is }) => (
                <Piece key={is + text} is={is} text={text} />
              ))}
            </code>
          </div>
          <Button small look="primary" onPress={take}>
            {offer.label} <span className="unheard">{offer.value}</span>
          </Button>
        </div>
      ) : (
        <Text slot="description" className="below">
          <Issue issue={props.issue} />
          {!props.issue && tidied?.value === props.value && (
            <span className="field-said">
              <Icon name="check" size={14} />
              {tidied.said}
            </span>
          )}
        </Text>
      )}
    </TextField>
  );
}

/** A piece of a text that is mended: struck out, added, or as it was. */
function Piece({
  is,
  text,
}: {
  readonly is: 'kept' | 'dropped' | 'added';
  readonly text: string;
}): ReactNode {
  // A blank that falls away is seen as well.
  if (is === 'dropped') return <s>{text.replace(/\s/g, '␣')}</s>;
  return is === 'added' ? <ins>{text}</ins> : text;
}

export interface Option<V extends string> {
  readonly value: V;
  readonly title: ReactNode;
  readonly text?: ReactNode;
  readonly before?: ReactNode;
  readonly disabled?: boolean;
}

export interface ChoiceProps<V extends string> {
  readonly label: ReactNode;
  readonly value: V | '';
  readonly onChange: (value: V) => void;
  readonly options: readonly Option<V>[];
  readonly help?: ReactNode;
  readonly issue?: FieldIssue | undefined;
  readonly look?: 'cards' | 'tiles' | 'lines' | 'chips';
  readonly name?: string;
  readonly hideLabel?: boolean;
}

/**
 * A choice of one: cards in a grid, smaller ones of a name each, one card per line, or chips. Arrow keys move, as in every radio group.
 */
export function Choice<V extends string>(props: ChoiceProps<V>): ReactNode {
  const look = props.look ?? 'cards';
  return (
    <RadioGroup
      className="field"
      value={props.value === '' ? null : props.value}
      onChange={(value) => props.onChange(value as V)}
      isInvalid={props.issue?.severity === 'error'}
      validationBehavior="aria"
      {...(props.name ? { 'data-field': props.name } : {})}
    >
      <Label className={props.hideLabel ? 'unheard' : 'field-label'}>{props.label}</Label>
      {props.help && <span className="help">{props.help}</span>}
      <div className={look === 'chips' ? 'chips' : look === 'cards' ? 'choices' : `choices ${look}`}>
        {props.options.map((option) =>
          look === 'chips' ? (
            <Radio key={option.value} value={option.value} className="chip">
              {option.title}
            </Radio>
          ) : (
            <Radio
              key={option.value}
              value={option.value}
              className="choice"
              isDisabled={option.disabled === true}
            >
              {option.before ?? <span className="dot" aria-hidden="true" />}
              <span>
                <b>{option.title}</b>
                {option.text && <small>{option.text}</small>}
              </span>
              {option.before && <span className="dot" aria-hidden="true" />}
            </Radio>
          ),
        )}
      </div>
      <Text slot="description" className="below">
        <Issue issue={props.issue} />
      </Text>
    </RadioGroup>
  );
}

/** A checkbox with an explanation beside it. */
export function Tick(props: {
  readonly label: ReactNode;
  readonly ariaLabel?: string;
  readonly help?: ReactNode;
  readonly selected: boolean;
  readonly onChange: (selected: boolean) => void;
  readonly name?: string;
  /** True: the arrow keys of a list lead to it, not Tab. */
  readonly skipTab?: boolean;
}): ReactNode {
  return (
    <Checkbox
      className="tickbox"
      excludeFromTabOrder={props.skipTab === true}
      isSelected={props.selected}
      onChange={props.onChange}
      {...(props.ariaLabel ? { 'aria-label': props.ariaLabel } : {})}
      {...(props.name ? { 'data-field': props.name } : {})}
    >
      <span className="box" aria-hidden="true">
        <Icon name="check" size={13} />
      </span>
      <span>{props.label}</span>
      {props.help && <small>{props.help}</small>}
    </Checkbox>
  );
}

/**
 * A field for a secret. The value is read from the field, which is cleared at once; it is never kept in
 * state.
 */
export function SecretInput(props: {
  readonly label: ReactNode;
  readonly help?: ReactNode;
  readonly action: string;
  readonly issue?: FieldIssue | undefined;
  readonly multiline?: boolean;
  /** True: taking it is the one act of the screen. */
  readonly primary?: boolean;
  readonly busy?: boolean;
  /** Counts how often one tried to go on: a value that is still in the field is then told of, in these words. */
  readonly unkept?: { readonly times: number; readonly message: string };
  readonly onSubmit: (value: string) => void;
}): ReactNode {
  const field = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const id = useId();
  const times = props.unkept?.times ?? 0;
  const [unkept, setUnkept] = useState(false);
  useEffect(() => setUnkept(times > 0 && field.current?.value !== ''), [times]);
  const issue: FieldIssue | undefined =
    unkept && props.unkept ? { severity: 'error', message: props.unkept.message } : props.issue;
  const take = () => {
    const value = field.current?.value ?? '';
    setUnkept(false);
    if (field.current) field.current.value = '';
    if (value !== '') props.onSubmit(value);
  };
  const shared = {
    id,
    ref: field,
    className: 'input code secret-input',
    autoComplete: 'off',
    autoCapitalize: 'off',
    spellCheck: false,
    'aria-describedby': `${id}-about`,
    'aria-invalid': issue?.severity === 'error',
    onInput: () => field.current?.value === '' && setUnkept(false),
  };
  return (
    <div className="field">
      <label htmlFor={id}>{props.label}</label>
      <span className="row">
        <span className="grow">
          {props.multiline ? (
            <textarea rows={3} {...shared} />
          ) : (
            // Not type “password”: a browser would offer to save it, but it belongs only in the keychain.
            <input
              type="text"
              {...shared}
              onKeyDown={(event) => {
                if (event.key !== 'Enter') return;
                event.preventDefault();
                take();
              }}
            />
          )}
        </span>
        {props.busy === undefined ? (
          <button
            type="button"
            className={props.primary === true ? 'button primary' : 'button'}
            onClick={take}
          >
            {props.action}
          </button>
        ) : (
          <Button look={props.primary === true ? 'primary' : 'plain'} busy={props.busy} onPress={take}>
            {props.action}
          </Button>
        )}
      </span>
      <span id={`${id}-about`} className="help">
        {props.help}
        <Issue issue={issue} />
      </span>
    </div>
  );
}
