import type { Elevation, ElevationAnswer } from '$lib/api/elevations';
import type { Tone } from '$lib/ui/badge.svelte';

const TONES: Record<Elevation['state'], Tone> = {
	pending: 'warn',
	active: 'good',
	ended: 'neutral',
	rejected: 'bad',
	expired: 'neutral',
	cancelled: 'neutral',
	revoked: 'bad'
};

export function elevationTone(state: Elevation['state']): Tone {
	return TONES[state];
}

/** What a reader may do about one: nobody decides their own. */
export function elevationAnswers(elevation: Elevation, me: string, decides: boolean): ElevationAnswer[] {
	const own = elevation.user_id === me;
	const ends: ElevationAnswer[] = own || decides ? ['revoke'] : [];
	if (elevation.state === 'active') return ends;
	if (elevation.state !== 'pending') return [];
	return own ? ends : decides ? ['approve', 'reject'] : [];
}

/** `45 minutes`, `2 hours`, `1 h 30 min`. */
export function spanWords(minutes: number): string {
	const hours = Math.floor(minutes / 60);
	const rest = minutes % 60;
	if (hours === 0) return `${minutes} minutes`;
	if (rest > 0) return `${hours} h ${rest} min`;
	return hours === 1 ? 'an hour' : `${hours} hours`;
}
