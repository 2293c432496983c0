export { connect, type Database, type Executor } from './connect.ts'
export { DataFolderInUse } from './embedded.ts'
export { openDatabase, type OpenDatabase } from './open.ts'
export * from './schema/index.ts'
