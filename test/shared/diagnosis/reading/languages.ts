/** The names of levels in one language, as programs print them: the most harmless first. */
export interface LevelNames {
  readonly language: string;
  readonly debug: readonly string[];
  readonly info: readonly string[];
  readonly warning: readonly string[];
  readonly error: readonly string[];
}

/** German to Chinese of Taiwan are those of java.util.logging too (JDK 17, sun.util.logging.resources). */
export const LANGUAGES: readonly LevelNames[] = [
  {
    language: 'German',
    debug: ['FEIN', 'FEINER', 'AM FEINSTEN', 'FEINSTUFE', 'FEHLERSUCHE'],
    info: ['INFORMATION', 'INFORMATIONEN', 'HINWEIS', 'KONFIGURATION'],
    warning: ['WARNUNG'],
    error: ['SCHWERWIEGEND', 'FEHLER', 'KRITISCH'],
  },
  {
    language: 'French',
    debug: ['DÉBOGAGE', 'DEBOGAGE', 'PRÉCIS', 'PLUS PRÉCIS', 'DÉTAILS'],
    info: ['INFOS', 'INFORMATION', 'AVIS'],
    warning: ['AVERTISSEMENT'],
    error: ['GRAVE', 'ERREUR', 'CRITIQUE'],
  },
  {
    language: 'Spanish',
    debug: ['DEPURACIÓN', 'DEPURACION', 'DETALLADO', 'TRAZA'],
    info: ['INFORMACIÓN', 'INFORMACION', 'CONFIGURAR'],
    warning: ['ADVERTENCIA'],
    error: ['GRAVE', 'ERROR', 'CRÍTICO'],
  },
  {
    language: 'Italian',
    debug: ['BUONO', 'OTTIMALE', 'TRACCIA'],
    info: ['INFORMAZIONI', 'INFORMAZIONE'],
    warning: ['AVVERTENZA'],
    error: ['GRAVE', 'ERRORE'],
  },
  {
    language: 'Portuguese',
    debug: ['DEPURAÇÃO', 'DEPURACAO', 'DETALHADO'],
    info: ['INFORMAÇÕES', 'INFORMAÇÃO', 'CONFIGURAÇÃO'],
    warning: ['ADVERTÊNCIA'],
    error: ['GRAVE', 'ERRO', 'FALHA'],
  },
  {
    language: 'Dutch',
    debug: ['FOUTOPSPORING'],
    info: ['INFORMATIE', 'MELDING'],
    warning: ['WAARSCHUWING'],
    error: ['FOUT'],
  },
  {
    language: 'Polish',
    debug: ['DEBUGOWANIE', 'ŚLEDZENIE'],
    info: ['INFORMACJA', 'INFORMACJE'],
    warning: ['OSTRZEŻENIE'],
    error: ['BŁĄD', 'KRYTYCZNY'],
  },
  {
    language: 'Turkish',
    debug: ['HATA AYIKLAMA', 'AYIKLAMA'],
    info: ['BİLGİ', 'BILGI'],
    warning: ['UYARI'],
    error: ['HATA'],
  },
  {
    language: 'Russian',
    debug: ['ОТЛАДКА', 'ТРАССИРОВКА'],
    info: ['ИНФО', 'ИНФОРМАЦИЯ', 'СООБЩЕНИЕ'],
    warning: ['ПРЕДУПРЕЖДЕНИЕ'],
    error: ['ОШИБКА', 'ВАЖНО'],
  },
  {
    language: 'Chinese',
    debug: ['调试', '详细', '跟踪'],
    info: ['信息', '提示', '配置'],
    warning: ['警告'],
    error: ['错误', '严重', '致命'],
  },
  {
    language: 'Chinese of Taiwan',
    debug: ['偵錯', '詳細'],
    info: ['資訊', '組態'],
    warning: ['警告'],
    error: ['錯誤', '嚴重'],
  },
  {
    language: 'Japanese',
    debug: ['デバッグ', '詳細', '最も詳細'],
    info: ['情報', '構成'],
    warning: ['警告'],
    error: ['エラー', '重大', '致命的'],
  },
  {
    language: 'Korean',
    debug: ['디버그', '미세'],
    info: ['정보', '구성'],
    warning: ['경고'],
    error: ['오류', '심각'],
  },
  {
    language: 'Swedish',
    debug: ['FINARE', 'FELSÖKNING'],
    info: ['INFORMATION', 'KONFIG'],
    warning: ['VARNING'],
    error: ['ALLVARLIG', 'FEL'],
  },
];

/** Where programs have the level of a line. */
export const PLACES: Readonly<Record<string, (level: string, says: string) => string>> = {
  'in brackets': (level, says) => `[${level}] 2026-11-26 20:01:02 ${says}`,
  'in brackets behind the time': (level, says) => `2026-11-26 20:01:02,123 [main] [${level}] ${says}`,
  'in wide brackets': (level, says) => `2026-11-26 20:01:02 【${level}】${says}`,
  'behind the time': (level, says) => `2026-11-26 20:01:02 ${level} ${says}`,
  'behind the time with a colon': (level, says) => `2026-11-26 20:01:02 ${level.toLowerCase()}: ${says}`,
  'as java.util.logging': (level, says) => `${level}: ${says}`,
  'in a field': (level, says) => `time="2026-11-26T20:01:02Z" level=${level.toLowerCase()} msg="${says}"`,
  'in JSON': (level, says) => `{"time":"2026-11-26T20:01:02Z","level":"${level}","msg":"${says}"}`,
  'behind a service’s name': (level, says) => `notes-1  | 2026-11-26 20:01:02 ${level} ${says}`,
};
