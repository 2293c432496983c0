import { gather } from '../gather.ts'

export default gather(import.meta.glob('./*.json', { eager: true, import: 'default' }))
