import { createContext } from 'svelte';
import type { Names } from './api/names';
import type { Live } from './live.svelte';

/** The names that all pages share; set once for everything behind the sign-in. */
export const [getNaming, setNaming] = createContext<Live<Names>>();
