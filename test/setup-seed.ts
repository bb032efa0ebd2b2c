import { seedProperties } from './helpers/property-seed.ts';

await seedProperties(process.env['LATCHKEY_PROPERTY_SEED']);
