export * from '../../electron/services/practice/browser.ts';
