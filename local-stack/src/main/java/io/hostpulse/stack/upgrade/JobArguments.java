package io.hostpulse.stack.upgrade;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Arguments of the job: options, each with its values behind it or after an equals sign. */
public record JobArguments(List<String> tokens) {

    public JobArguments {
        tokens = List.copyOf(tokens);
    }

    /** The value of an option. */
    Optional<String> find(String name) {
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).startsWith(name + "=")) {
                return Optional.of(tokens.get(i).substring(name.length() + 1));
            }
            if (tokens.get(i).equals(name) && i + 1 < tokens.size()) {
                return Optional.of(tokens.get(i + 1));
            }
        }
        return Optional.empty();
    }

    /**
     * With an option in place of what there was of the same name.
     *
     * @param option such as {@code --windows=1m}
     */
    public JobArguments with(String option) {
        String name = nameOf(option);
        List<String> changed = new ArrayList<>();
        boolean isReplaced = false;
        for (String token : tokens) {
            boolean isName = token.startsWith("--");
            isReplaced = isName ? nameOf(token).equals(name) : isReplaced;
            if (!isReplaced) {
                changed.add(token);
            }
        }
        changed.add(option);
        return new JobArguments(changed);
    }

    private static String nameOf(String option) {
        return option.split("=", 2)[0];
    }
}
