import { error, redirect } from '@sveltejs/kit';
import { fetchMe } from '$lib/api/auth';
import { ApiError } from '$lib/api/error';
import { session } from '$lib/session.svelte';
import { links } from '$lib/url';

export async function load({ fetch, url }) {
	if (session.me) return;
	try {
		session.me = await fetchMe(fetch);
	} catch (thrown) {
		if (!(thrown instanceof ApiError)) throw thrown;
		if (thrown.status === 401) redirect(307, links.login(url.pathname + url.search));
		error(thrown.status >= 400 ? thrown.status : 503, { message: thrown.message, requestId: thrown.requestId });
	}
}
