package io.facsimile.contract.schema;

import com.networknt.schema.regex.JDKRegularExpressionFactory;
import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressionFactory;
import java.util.Optional;

/** Keeps the validator from expressions that look for ever; what would take too long does not match. */
final class PatientPatterns implements RegularExpressionFactory {
    @Override
    public RegularExpression getRegularExpression(String expression) {
        RegularExpression usual = JDKRegularExpressionFactory.getInstance().getRegularExpression(expression);
        Optional<PatientPattern> patient = PatientPattern.of(expression);
        return text ->
                patient.map(p -> p.find(text) != PatientPattern.Found.GAVE_UP).orElse(true) && usual.matches(text);
    }
}
