# Types each of its arguments but the first two into a zsh of its own, presses the tabulator, and prints the line that
# stands there then. The first argument is the completion script, the second a folder for the answers.
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
    # A terminal that nobody reads fills up.
    while zpty -r -t shell output; do :; done
    (( $(wc -l < $answers) > lines )) && break
    sleep 0.05
  done
done
zpty -d shell
cat $answers
