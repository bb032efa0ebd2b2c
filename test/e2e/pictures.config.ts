import { defineConfig } from '@playwright/test';
import base from './playwright.config.ts';

/** Makes the pictures of the README: `npm run screens`. */
export default defineConfig({ ...base, testMatch: 'pictures.ts', timeout: 180_000 });
