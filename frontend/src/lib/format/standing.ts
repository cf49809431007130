import type { Tone } from '$lib/ui/badge.svelte';

/** How a request's state reads and looks. */
export function requestTone(state: string): Tone {
	const tones: Record<string, Tone> = { settled: 'good', failed: 'bad', unknown: 'warn', refused: 'bad', admitted: 'accent' };
	return tones[state] ?? 'neutral';
}
