package io.hostpulse.wire.rule;

/** Patterns of names: {@code *} is any text, {@code ?} any one character. */
final class Glob {

    private Glob() {}

    static boolean matches(String glob, String text) {
        int at = 0;
        int place = 0;
        int star = -1;
        int starPlace = 0;
        while (place < text.length()) {
            if (at < glob.length() && glob.charAt(at) == '*') {
                star = at++;
                starPlace = place;
            } else if (at < glob.length()
                    && (glob.charAt(at) == '?' || glob.charAt(at) == text.charAt(place))) {
                at++;
                place++;
            } else if (star >= 0) {
                // the last star takes one character more
                at = star + 1;
                place = ++starPlace;
            } else {
                return false;
            }
        }
        while (at < glob.length() && glob.charAt(at) == '*') {
            at++;
        }
        return at == glob.length();
    }
}
