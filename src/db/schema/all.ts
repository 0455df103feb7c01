export * from './accounts.ts';
export * from './activations.ts';
export * from './audit.ts';
export { drempel } from './columns.ts';
export * from './journeys.ts';
export * from './messages.ts';
export * from './portals.ts';
