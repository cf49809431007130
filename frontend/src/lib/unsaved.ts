import { beforeNavigate } from '$app/navigation';

/**
 * Asks before something that was typed is lost by a link, by going back or by closing the page. What
 * the pages do by themselves (after saving, or when a session ends) is not asked about. Call it
 * during component initialization.
 */
export function askBeforeLosing(isTyped: () => boolean): void {
	beforeNavigate((navigation) => {
		if (navigation.type === 'goto' || !isTyped()) return;
		// A browser asks by itself when the whole page is left.
		const isLeft = navigation.type === 'leave';
		if (isLeft || !window.confirm('Leave without saving? What you changed here is lost.')) navigation.cancel();
	});
}
