import type { Policy } from '$lib/api/policies';

const MOST = 50;

/** The versions to choose from, the latest first and as the default; what stands with each. */
export function versionChoices(
	policy: Pick<Policy, 'latest_version' | 'active_version' | 'scheduled'>
): { value: string; name: string }[] {
	const { latest_version: latest, active_version: active, scheduled } = policy;
	const standing = (number: number) =>
		number === active ? ', in force' : number === scheduled?.version ? ', scheduled' : number === latest ? ', latest' : '';
	return Array.from({ length: Math.min(latest, MOST) }, (_, back) => latest - back).map((number) => ({
		value: number === latest ? '' : String(number),
		name: `Version ${number}${standing(number)}`
	}));
}
