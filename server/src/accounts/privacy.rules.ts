/** The version of the privacy text (`web/src/lib/i18n/messages/<language>/privacy.json`); a new text gets a new one. */
export const PRIVACY_VERSION = '2026-11-22'
