// The shape of the settings file. It has no place for a secret: a provider's
// marker says that a store holds one, since when and which store, nothing of it.
// Keys a later Hubdesk added are kept as they are.
import { z } from 'zod';
import { storeKindSchema } from '@hubdesk/shared/account/account';
import { selectionSchema } from '@hubdesk/shared/models/routing';

export const settingsVersion = 1;

export const fileModeSchema = z.enum(['passphrase', 'local-key']);
export type FileMode = z.infer<typeof fileModeSchema>;

/** Tells a secret that was never stored from one behind a lock. */
const markerSchema = z.looseObject({
  /** ISO instant. */
  storedAt: z.string(),
  store: storeKindSchema,
  /** Stores it was moved out of and may still stand in; erased at the next chance. */
  eraseFrom: z.array(storeKindSchema).optional(),
});
export type SecretMarker = z.infer<typeof markerSchema>;

const providerSettingsSchema = z.looseObject({
  /** Who is connected, by the provider's own id and name, with whatever other public facts its service keeps. */
  connectedAs: z.looseObject({ id: z.string(), name: z.string() }).optional(),
  selection: z.looseObject(selectionSchema.shape).optional(),
  marker: markerSchema.optional(),
});

export const settingsSchema = z.looseObject({
  version: z.literal(settingsVersion),
  /** By secret id: a provider's id, or `<provider>@sandbox`. */
  providers: z.record(z.string(), providerSettingsSchema),
  /** Null until the person, or the first secret in a healthy keychain, decided. */
  secretStore: z.looseObject({ kind: storeKindSchema, fileMode: fileModeSchema.optional() }).nullable(),
  preferences: z.record(z.string(), z.unknown()),
});
export type SettingsData = z.infer<typeof settingsSchema>;

export const defaultSettings: SettingsData = {
  version: settingsVersion,
  providers: {},
  secretStore: null,
  preferences: {},
};
