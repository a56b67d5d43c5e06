# Types each argument except the first two into a separate zsh, presses Tab, and prints the resulting line. The first
# argument is the completion script, the second a directory for the results.
zmodload zsh/zpty
answers=$2/answers
: > $answers
export COMPLETION=$1 ANSWERS=$answers
zpty -b shell zsh -f -i
zpty -w shell 'PS1=; autoload -Uz compinit; compinit -u -D; source $COMPLETION'
zpty -w shell 'answer() { print -r -- "$BUFFER" >> $ANSWERS; BUFFER= }; zle -N answer; bindkey "^X" answer'
shift 2
for line; do
  lines=$(wc -l < $answers)
  zpty -w -n shell "$line"$'\t\x18'
  for ((wait = 0; wait < 600; wait++)); do
    # Read the terminal, or its buffer fills up.
    while zpty -r -t shell output; do :; done
    (( $(wc -l < $answers) > lines )) && break
    sleep 0.05
  done
done
zpty -d shell
cat $answers
