/** How much an entry of a log says that something is wrong; `plain` is text without a level. */
export type Level = 'debug' | 'info' | 'warning' | 'error' | 'plain';

type Named = Exclude<Level, 'plain'>;

/** Every name that a level has in the formats below, in English. */
const ENGLISH: Readonly<Record<string, Named>> = {
  trace: 'debug',
  trc: 'debug',
  trce: 'debug',
  verbose: 'debug',
  debug: 'debug',
  dbg: 'debug',
  dbug: 'debug',
  debu: 'debug',
  fine: 'debug',
  finer: 'debug',
  finest: 'debug',
  info: 'info',
  inf: 'info',
  information: 'info',
  notice: 'info',
  warn: 'warning',
  wrn: 'warning',
  warning: 'warning',
  error: 'error',
  err: 'error',
  fail: 'error',
  eror: 'error',
  erro: 'error',
  fata: 'error',
  pani: 'error',
  severe: 'error',
  critical: 'error',
  crit: 'error',
  fatal: 'error',
  ftl: 'error',
  panic: 'error',
  alert: 'error',
  emergency: 'error',
};

/** In capitals or in a level's own place only: as small words they are parts of sentences and names of settings. */
const MARKED: Readonly<Record<string, Named>> = { config: 'info', success: 'info' };

/**
 * The same in other languages: those of java.util.logging (its bundle sun.util.logging.resources, JDK 17), and the words
 * that programs translated by hand have. Where only endings differ, the beginning with `*`; `_` is a blank.
 */
const OTHERS: Readonly<Record<Named, string>> = {
  debug: `
    ablaufverfolgung fein feiner am_feinsten feinste* feinstufe fehlersuche fehlerbehebung
    débog* debog* précis plus_précis precis détail* suivi
    depur* detallado muy_detallado más_detallado rastro traza detalhado rastreamento buono migliore ottimale tracci* dettagli*
    foutopsporing fijn* ladění odlad* debugowanie śledzenie szczegół* felsökning fin finare finaste fejlfinding feilsøking
    hata_ayıklama hata_ayiklama ayıklama ayiklama izleme hibakeres* vianetsintä
    отлад* трассировк* подробн* налагодж* відлагодж* детальн* отстраняване εντοπισμός ניפוי
    调试 调试信息 跟踪 追踪 详细 较详细 非常详细 除錯 偵錯 追蹤 詳細 較詳細 最詳細
    デバッグ デバッグ情報 トレース 普通 最も詳細 디버그 추적 미세 보다_미세 가장_미세 상세`,
  info: `
    information* informat* infos informac* información informações informação informazion* informatie informacj* informace
    informací informasjon informação informació informáci* informācija tiedo* bilgi BİLGİ bi̇lgi̇ bilgilendirme
    hinweis hinweise mitteilung konfiguration konfig remarque avis notification aviso nota avviso notifica melding opmerking
    powiadomienie uwaga oznámení meddelande bemærk
    configurar configuração configurazione configuration
    инфо информация информац* сообщение замечание конфигурация інформація повідомлення πληροφορ* מידע معلومات
    信息 资讯 資訊 消息 通知 提示 日志 配置 組態 成功
    情報 構成 お知らせ 정보 구성 알림`,
  warning: `
    warnung warnungen avertissement* attention advertencia* avisos advertência* avvertenza avvertiment* waarschuwing*
    ostrzeżeni* varování varning advarsel uyarı uyari figyelmeztet* varoitus
    предупреждени* внимание попередження предупр προειδοποίηση אזהרה تحذير
    警告 注意 告警 경고 주의`,
  error: `
    fehler schwerwiegend kritisch erreur* fatale grave critique échec error* errore errori erro erros crítico critico falha fallo
    fout fouten ernstig błąd blad błędy krytyczny chyba kritická allvarlig fel fejl feil hata kritik hiba virhe
    ошибка ошибки сбой критическая важно паника помилка критична грешка σφάλμα שגיאה خطأ
    错误 严重 致命 致命错误 异常 失败 錯誤 嚴重 エラー 重大 致命的 異常 오류 심각 에러 치명적`,
};

const words = (text: string): readonly string[] => text.trim().split(/\s+/);
const literal = (text: string): string => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
/** A letter of any alphabet in which a level may be written. */
const LETTER = String.raw`[\w\u00aa-\u02af\u0307\u0370-\u052f\u0590-\u06ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af-]`;
const patternOf = (name: string): string => literal(name).replace('_', '\\s').replace('*', `${LETTER}{0,12}`);
const anyOf = (names: readonly string[]): string =>
  [...names]
    .sort((a, b) => b.length - a.length)
    .map(patternOf)
    .join('|');

const ALL = Object.values(OTHERS).flatMap(words);
/** Any name of a level in English, and any in another language. */
const SMALL_NAME = anyOf(Object.keys(ENGLISH));
const NAME = anyOf(Object.keys({ ...ENGLISH, ...MARKED }));
const FOREIGN = anyOf(ALL);
const END = `(?!${LETTER})`;

const MEANS: readonly (readonly [Named, RegExp])[] = (Object.keys(OTHERS) as Named[]).map((level) => [
  level,
  new RegExp(`^(?:${anyOf(words(OTHERS[level]))})$`, 'i'),
]);

const IN_ENGLISH: ReadonlyMap<string, Named> = new Map(Object.entries({ ...ENGLISH, ...MARKED }));

function named(name: string): Named | undefined {
  return IN_ENGLISH.get(name.toLowerCase()) ?? MEANS.find(([, form]) => form.test(name))?.[0];
}

/** pino and bunyan number their levels. */
const numbered = (level: number): Named =>
  level >= 50 ? 'error' : level >= 40 ? 'warning' : level >= 30 ? 'info' : 'debug';

/** What stands before the level: a service's name as Compose prints it, times, process ids, names in brackets. */
const BEFORE = String.raw`(?:[\w.-]{1,60}\s{0,20}\|\s{0,4})?(?:[\[(]?[\d/:.,TZ+ -]{5,40}(?:AM|PM|UTC)?[\])]?[\s|:-]{0,4})?(?:\[[^\]\n]{1,60}\]\s{0,4}|[\w.$/@-]{1,60}\s{1,8}){0,3}?`;
const KEYED = new RegExp(
  String.raw`(?:^|[\s,{])"?(?:level|lvl|severity|levelname|log\.level)"?\s{0,3}[=:]\s{0,3}"?(${NAME}|${FOREIGN}|\d{2})${END}`,
  'i',
);
const BRACKETED = new RegExp(
  String.raw`^.{0,120}?[\[(<\u3010](?:[\w:-]{1,20}:)?\s?(${NAME}|${FOREIGN})\s?[\])>\u3011]`,
  'i',
);
/** A level in capital letters, or one right after the time or with a colon: the small word may be part of a sentence. */
const CAPITAL = new RegExp(String.raw`^${BEFORE}(${NAME.toUpperCase()})(?=[\s:|\]/-]|\[\d{1,9}\]|$)`);
const SMALL = new RegExp(
  String.raw`^(?:[\w.-]{1,60}\s{0,20}\|\s{0,4})?[\d/:.,TZ+ -]{8,40}\s(?:\|\s{1,4})?(${SMALL_NAME})(?=[\s:|])|^(${SMALL_NAME}):\s`,
  'i',
);
/** In another language it is in capitals, unless its letters have none, or a sign follows it behind the time. */
const TRANSLATED = new RegExp(String.raw`^(${BEFORE})(${FOREIGN})${END}(\s{0,4}[:|\uff1a\]]|\s{2}|\t)?`, 'i');
const KLOG = /^([IWEF])\d{4} \d\d:\d\d/;
const KLOG_LEVELS: Readonly<Record<string, Named>> = { I: 'info', W: 'warning', E: 'error', F: 'error' };
/** Signs that programs print for people in a level's place. */
const SIGN =
  /^(?:[\w.-]{1,60}\s{0,20}\|\s{0,4})?(?:\[?[\d/:.,TZ+ -]{5,40}\]?\s{1,4})?(\u2139|\u25d0|\u2714|\u2713|\u2705|\u26a0|\u2716|\u2717|\u274c|\u{1f41b}|\u{1f50d}|\u{1f6a8})\ufe0f?\s/u;
const SIGNS: Readonly<Record<string, Named>> = {
  '\u2139': 'info',
  '\u25d0': 'info',
  '\u2714': 'info',
  '\u2713': 'info',
  '\u2705': 'info',
  '\u26a0': 'warning',
  '\u2716': 'error',
  '\u2717': 'error',
  '\u274c': 'error',
  '\u{1f6a8}': 'error',
  '\u{1f41b}': 'debug',
  '\u{1f50d}': 'debug',
};

/** The level that the beginning of a line names. */
export function levelOf(head: string): Named | undefined {
  const klog = KLOG.exec(head)?.[1];
  if (klog !== undefined) return KLOG_LEVELS[klog];
  const small = SMALL.exec(head);
  const name =
    KEYED.exec(head)?.[1] ??
    CAPITAL.exec(head)?.[1] ??
    BRACKETED.exec(head)?.[1] ??
    small?.[1] ??
    small?.[2] ??
    translated(head);
  if (name !== undefined) return /^\d/.test(name) ? numbered(Number(name)) : named(name);
  const sign = SIGN.exec(head)?.[1];
  return sign === undefined ? undefined : SIGNS[sign];
}

function translated(head: string): string | undefined {
  const [, before = '', word, sign] = TRANSLATED.exec(head) ?? [];
  if (word === undefined) return undefined;
  return word === word.toUpperCase() || (sign !== undefined && /\d/.test(before)) ? word : undefined;
}
