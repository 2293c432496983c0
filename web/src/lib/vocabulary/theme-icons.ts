import BookOpen from '@lucide/svelte/icons/book-open'
import Briefcase from '@lucide/svelte/icons/briefcase'
import Building from '@lucide/svelte/icons/building-2'
import Bus from '@lucide/svelte/icons/bus'
import Coins from '@lucide/svelte/icons/coins'
import CircleDot from '@lucide/svelte/icons/circle-dot'
import FerrisWheel from '@lucide/svelte/icons/ferris-wheel'
import Globe from '@lucide/svelte/icons/globe'
import GraduationCap from '@lucide/svelte/icons/graduation-cap'
import HandHeart from '@lucide/svelte/icons/hand-heart'
import Handshake from '@lucide/svelte/icons/handshake'
import HeartPulse from '@lucide/svelte/icons/heart-pulse'
import House from '@lucide/svelte/icons/house'
import KeyRound from '@lucide/svelte/icons/key-round'
import Landmark from '@lucide/svelte/icons/landmark'
import Languages from '@lucide/svelte/icons/languages'
import Leaf from '@lucide/svelte/icons/leaf'
import Map from '@lucide/svelte/icons/map'
import Megaphone from '@lucide/svelte/icons/megaphone'
import Music from '@lucide/svelte/icons/music'
import Network from '@lucide/svelte/icons/network'
import Palette from '@lucide/svelte/icons/palette'
import PersonStanding from '@lucide/svelte/icons/person-standing'
import Recycle from '@lucide/svelte/icons/recycle'
import Scale from '@lucide/svelte/icons/scale'
import Search from '@lucide/svelte/icons/microscope'
import Smile from '@lucide/svelte/icons/smile'
import Sprout from '@lucide/svelte/icons/sprout'
import Store from '@lucide/svelte/icons/store'
import Trees from '@lucide/svelte/icons/trees'
import Venus from '@lucide/svelte/icons/venus-and-mars'
import type { Component } from 'svelte'

/** The names of the `--theme-…` colours in tokens.css. */
export type ThemeColour =
  'orange' | 'sky' | 'green' | 'olive' | 'blue' | 'vermilion' | 'purple' | 'slate'

export interface ThemeMark {
  icon: Component<{ size?: number | string; class?: string }>
  colour: ThemeColour
}

const marks: Record<string, ThemeMark> = {
  'culture-arts': { icon: Palette, colour: 'purple' },
  'performing-arts': { icon: Music, colour: 'purple' },
  'cultural-rights': { icon: KeyRound, colour: 'purple' },
  heritage: { icon: Landmark, colour: 'purple' },
  'festivals-events': { icon: FerrisWheel, colour: 'purple' },
  'shared-places': { icon: Store, colour: 'vermilion' },
  'social-solidarity-economy': { icon: Handshake, colour: 'orange' },
  cooperatives: { icon: Network, colour: 'orange' },
  'ethical-finance': { icon: Coins, colour: 'orange' },
  'fair-trade': { icon: Scale, colour: 'orange' },
  'responsible-consumption': { icon: Recycle, colour: 'green' },
  'food-csa': { icon: Sprout, colour: 'green' },
  'energy-climate': { icon: Leaf, colour: 'green' },
  housing: { icon: House, colour: 'slate' },
  mobility: { icon: Bus, colour: 'slate' },
  'health-care': { icon: HeartPulse, colour: 'vermilion' },
  'social-inclusion': { icon: PersonStanding, colour: 'vermilion' },
  'migration-intercultural': { icon: Languages, colour: 'vermilion' },
  'gender-equality': { icon: Venus, colour: 'vermilion' },
  youth: { icon: Smile, colour: 'blue' },
  'adult-education': { icon: GraduationCap, colour: 'blue' },
  employment: { icon: Briefcase, colour: 'blue' },
  'rural-development': { icon: Trees, colour: 'olive' },
  'urban-regeneration': { icon: Building, colour: 'olive' },
  'participation-governance': { icon: Megaphone, colour: 'sky' },
  volunteering: { icon: HandHeart, colour: 'sky' },
  tourism: { icon: Map, colour: 'olive' },
  'digital-commons': { icon: BookOpen, colour: 'sky' },
  research: { icon: Search, colour: 'slate' },
  'international-solidarity': { icon: Globe, colour: 'sky' },
}

/** Icon and colour of a theme; one that an operator added later gets a plain dot. */
export function themeMark(slug: string | null): ThemeMark {
  return (slug && marks[slug]) || { icon: CircleDot, colour: 'slate' }
}
